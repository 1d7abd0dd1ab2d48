/** Whether the plot shows every trial. */
export declare function isDrawn(trials: number): boolean
/** Drags the end of a brush over a whole axis in 100 steps; milliseconds of each. */
export declare function brushSteps(): Promise<number[]>
/** Frames a second while the table of trials is scrolled through. */
export declare function scrollTable(): Promise<number>
/** Megabytes of the page's heap after what is not needed is collected. */
export declare function heapMegabytes(): number
/** Milliseconds of each of ten steps of a brush in ECharts' own parallel coordinates; echarts is there as a global. */
export declare function brushPlain(lines: number): Promise<number[]>
