import { formatRoute, parseRoute, type Route } from './route.ts'

/** The page shown follows the address, so that a reload, a bookmark and the back button work. */
export class Router {
  #route = $state.raw<Route>({ page: 'home' })

  constructor() {
    this.#route = parseRoute(window.location.hash)
    window.addEventListener('hashchange', () => (this.#route = parseRoute(window.location.hash)))
  }

  get route(): Route {
    return this.#route
  }

  go(route: Route): void {
    window.location.hash = formatRoute(route)
  }
}
