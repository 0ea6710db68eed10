// Starts the page on the backend it was built for.
import '@fontsource-variable/inter/wght.css'
import './design/tokens.css'
import './design/base.css'
import { createBackend } from '$backend'
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.getElementById('app')
if (target) mount(App, { target, props: { backend: createBackend() } })
