/** One set, drawn on a 16 pixel grid with a 1.4 pixel stroke. */
export const icons = {
  home: 'M3 7.2 8 3l5 4.2V13H9.6V9.6H6.4V13H3z',
  folder: 'M2.5 12.5v-8h4l1.4 1.6h5.6v6.4z',
  plus: 'M8 3.2v9.6M3.2 8h9.6',
  play: 'M5 3.2v9.6l7.6-4.8z',
  pause: 'M5.4 3.2v9.6M10.6 3.2v9.6',
  stop: 'M4 4h8v8H4z',
  undo: 'M6 4 3 7l3 3M3.4 7h6a3.4 3.4 0 0 1 0 6.8H7',
  redo: 'M10 4l3 3-3 3M12.6 7h-6a3.4 3.4 0 0 0 0 6.8H9',
  lock: 'M4 7.2h8V13H4zM5.6 7V5.2a2.4 2.4 0 0 1 4.8 0V7',
  chip: 'M4.5 4.5h7v7h-7zM6.5 2.5v2M9.5 2.5v2M6.5 11.5v2M9.5 11.5v2M2.5 6.5h2M2.5 9.5h2M11.5 6.5h2M11.5 9.5h2',
  pulse: 'M1.8 8h3l1.9-4.2 2.6 8.4L11.2 8h3',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4M10.2 10.2l3 3',
  copy: 'M5.5 5.5h7.7v7.7H5.5zM5.5 10.5H2.8V2.8h7.7v2.7',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  close: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.6 14 13H2zM8 6.4v3.2M8 11.2v.3',
  check: 'M3 8.4 6.4 12 13 4.6',
  filter: 'M2.5 3.5h11l-4.2 5v4l-2.6 1.2V8.5z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M3.5 12.5l1.1-1.1M11.4 4.6l1.1-1.1',
  moon: 'M12.8 9.6A5.4 5.4 0 0 1 6.4 3.2a5.4 5.4 0 1 0 6.4 6.4z',
  system: 'M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13',
  pin: 'M6 2.5h4l-.6 4 2.1 2.2H4.5L6.6 6.5zM8 8.7v5',
} as const

export type IconName = keyof typeof icons
