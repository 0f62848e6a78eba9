import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { queryClient } from './api/query.ts'
import App from './App.vue'
import { router } from './router.ts'
import './ui/main.css'

const RELOAD_PAUSE_MILLISECONDS = 30_000

// After a deploy the chunks of the old page are gone; loading the page again finds the new ones.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloaded-at'))
  if (Date.now() - last < RELOAD_PAUSE_MILLISECONDS) return
  event.preventDefault()
  sessionStorage.setItem('reloaded-at', String(Date.now()))
  location.reload()
})

createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount('#app')
