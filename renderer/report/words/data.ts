import type { ReportDocument } from '../../../preload/contract/types.ts'
import { countOf } from '../../words/numbers.ts'

/** The data set: what it is, its fingerprint, whose it is. Empty entries are left out. */
export function dataInWords({
  data,
  study,
}: ReportDocument): readonly { readonly name: string; readonly value: string }[] {
  const size = [
    ...(data.total === undefined ? [] : [countOf(data.total, 'row')]),
    ...(data.shape ? [data.shape] : []),
    ...(data.classes === undefined ? [] : [countOf(data.classes, 'class', 'classes')]),
  ].join(', ')
  return [
    { name: 'Data set', value: `${data.title}${size ? `: ${size}` : ''}.${data.missing ? ` ${data.missing}` : ''}` },
    { name: 'Fingerprint', value: study.definition.dataset.fingerprint },
    { name: 'Source', value: data.source },
    { name: 'To credit', value: data.credit },
    { name: 'Licence', value: data.licence },
  ].filter(({ value }) => value !== '')
}

/** "Fashion images, 17,500 rows, 28 x 28, 10 classes. 12,000 training, 3,000 validation, 2,500 sealed." */
export function dataBriefly(document: ReportDocument): string {
  const { rows } = document.data
  const first = dataInWords(document)[0]?.value ?? ''
  if (!rows) return first
  return `${first} ${countOf(rows.train, 'row')} train, ${rows.validation} validate, ${rows.sealed} sealed.`
}
