import '../client/no-eval.ts'
import { mount } from 'svelte'
import { reportDocument } from '../../preload/contract/report.ts'
import type { ReportDocument } from '../../preload/contract/types.ts'
import '../style/fonts.css'
import '../style/tokens.css'
import '../style/base.css'
import ReportFile from './ReportFile.svelte'
import './report-file.css'

/** Draws the report that stands as JSON in the page. What does not fit its schema is said, not drawn. */
function start(target: HTMLElement): void {
  target.replaceChildren()
  try {
    const parsed = reportDocument.parse(JSON.parse(document.getElementById('document')?.textContent ?? ''))
    mount(ReportFile, { target, props: { document: parsed as ReportDocument } })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    target.textContent = `This report is damaged, or of another version of Sweetspot: ${reason.slice(0, 500)}`
  }
}

const target = document.getElementById('report')
if (target) start(target)
