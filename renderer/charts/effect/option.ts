import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import { unitInWords, type EffectPoint, type EffectRecord } from './data.ts'

/** Of the whole width, what the article's figures have to themselves: their units are often not ours. */
const articleShare = 32

const short = (value: number): string => String(Number(value.toPrecision(4)))

/** Means with their intervals, every training as a faint dot; the article's figures on an axis of their own beside them. */
export function effectOption(record: EffectRecord, theme: ChartTheme): ChartOption {
  const { points, hasArticle, joined, title, unit } = record
  const inUnit = unit === '' ? title : `${title}, ${unitInWords(unit)}`
  const compared = points.filter(({ article }) => article !== undefined)
  const about = (point: EffectPoint): string =>
    point.mean === undefined
      ? `${point.label}: no training got there`
      : `${point.label}: ${short(point.mean)}${point.interval ? `, 95 % ${short(point.interval[0])} to ${short(point.interval[1])}` : ''}, ${point.values.length} trainings${point.missing > 0 ? `, ${point.missing} without a value` : ''}`
  const line = joined
    ? { type: 'line' as const, showSymbol: false, silent: true, lineStyle: { color: theme.accent, width: 1.4 } }
    : undefined
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    tooltip: { trigger: 'item', ...tooltipStyle(theme), formatter: ({ name }: { name: string }) => name },
    grid: [
      { left: 56, right: hasArticle ? `${articleShare + 2}%` : 16, top: 34, bottom: 48 },
      ...(hasArticle ? [{ left: `${100 - articleShare + 6}%`, right: 16, top: 34, bottom: 48 }] : []),
    ],
    xAxis: [
      settingAxis(points, 0, joined, record.varied, theme),
      ...(hasArticle ? [settingAxis(compared, 1, joined, record.varied, theme)] : []),
    ],
    yAxis: [
      valueAxis(record.range, 0, `measured: ${inUnit}`, theme),
      ...(hasArticle ? [valueAxis(record.articleRange, 1, 'article (illustrative)', theme)] : []),
    ],
    series: [
      ...(line
        ? [{ ...line, id: 'course', data: points.flatMap(({ at, mean }) => (mean === undefined ? [] : [[at, mean]])) }]
        : []),
      {
        id: 'trainings',
        type: 'scatter',
        silent: true,
        symbolSize: 4,
        itemStyle: { color: theme.ink3, opacity: 0.5 },
        data: points.flatMap(({ at, values }) => values.map((value) => [at, value])),
      },
      {
        id: 'intervals',
        type: 'lines',
        coordinateSystem: 'cartesian2d',
        silent: true,
        lineStyle: { color: theme.accent, width: 2.4, opacity: 1 },
        data: points.flatMap(({ at, interval }) =>
          interval
            ? [
                {
                  coords: [
                    [at, interval[0]],
                    [at, interval[1]],
                  ],
                },
              ]
            : [],
        ),
      },
      {
        id: 'means',
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color: theme.accent },
        data: points.flatMap((point) =>
          point.mean === undefined ? [] : [{ name: about(point), value: [point.at, point.mean] }],
        ),
      },
      ...(hasArticle
        ? [
            ...(line
              ? [
                  {
                    ...line,
                    id: 'article course',
                    xAxisIndex: 1,
                    yAxisIndex: 1,
                    lineStyle: { color: theme.ink3, width: 1.2, type: [4, 3] },
                    data: compared.map(({ at, article }) => [at, article]),
                  },
                ]
              : []),
            {
              id: 'article',
              type: 'scatter',
              xAxisIndex: 1,
              yAxisIndex: 1,
              symbol: 'diamond',
              symbolSize: 11,
              itemStyle: { color: theme.panel, borderColor: theme.ink2, borderWidth: 1.5 },
              data: compared.map(({ label, at, article = 0 }) => ({
                name: `${label}: ${short(article)} in the article, illustrative`,
                value: [at, article],
              })),
            },
          ]
        : []),
    ],
  }
}

function settingAxis(
  points: readonly EffectPoint[],
  gridIndex: number,
  joined: boolean,
  varied: string,
  theme: ChartTheme,
): object {
  const places = points.map(({ at }) => at)
  const [low, high] = [Math.min(...places), Math.max(...places)]
  const margin = joined ? (high - low) * 0.06 || 0.5 : 0.5
  const names = new Map(points.map(({ at, label }) => [at, label]))
  return {
    gridIndex,
    type: 'value',
    min: low - margin,
    max: high + margin,
    ...axisStyle(theme),
    // Zero is a place like any other, where places are logarithms.
    axisLine: { onZero: false, lineStyle: { color: theme.line2 } },
    splitLine: { show: false },
    axisTick: { show: true, customValues: places, lineStyle: { color: theme.line2 } },
    name: varied,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: theme.ink2, fontSize: 11 },
    axisLabel: {
      color: theme.ink3,
      fontSize: 11,
      customValues: places,
      hideOverlap: joined,
      showMinLabel: true,
      showMaxLabel: true,
      formatter: (at: number) => names.get(at) ?? '',
      ...(joined ? {} : { width: 74, overflow: 'break' }),
    },
  }
}

function valueAxis([min, max]: readonly [number, number], gridIndex: number, name: string, theme: ChartTheme): object {
  return {
    gridIndex,
    type: 'value',
    min,
    max,
    name,
    nameTextStyle: { color: theme.ink2, fontSize: 11, align: 'left', padding: [0, 0, 0, -40] },
    ...axisStyle(theme),
    axisLine: { show: false, onZero: false },
    axisLabel: {
      color: theme.ink3,
      fontSize: 11,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: short,
    },
  }
}
