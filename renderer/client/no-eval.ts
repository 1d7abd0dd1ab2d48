/** Imported before any schema is made: the page's policy forbids compiling code at run time, which zod would try. */
import { config } from 'zod'

config({ jitless: true })
