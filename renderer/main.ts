import './client/no-eval.ts'
import { mount } from 'svelte'
import App from './App.svelte'
import { connect, connectFiles } from './client/connect.ts'
import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'

const target = document.getElementById('app')
if (target) mount(App, { target, props: { client: connect(), handOver: connectFiles() } })
