import { describe, expect, it } from 'vitest'
import type { ImportChoices } from '../../../main/data/import/choices.ts'
import { inspectTable } from '../../../main/data/import/inspect.ts'
import { removeAfterEach, temporaryFile } from './temporary.ts'

removeAfterEach()

async function inspect(content: string | Uint8Array, choices: ImportChoices = {}, name?: string) {
  return inspectTable(await temporaryFile(content, name), choices)
}

/** A table of `rows` rows with the given cells, comma-separated. */
function table(header: string, rows: number, cells: (row: number) => string): string {
  return `${header}\n${Array.from({ length: rows }, (_, row) => cells(row)).join('\n')}\n`
}

const typesOf = (inspection: Awaited<ReturnType<typeof inspect>>) =>
  Object.fromEntries(inspection.columns.map(({ name, type }) => [name, type]))

describe('how a file is written', () => {
  it.each([
    [',', 'comma'],
    [';', 'semicolon'],
    ['\t', 'tab'],
    ['|', 'bar'],
  ])('finds the delimiter %j', async (delimiter) => {
    const content = ['a', 'b', 'kind'].join(delimiter) + '\n' + `1${delimiter}2.5${delimiter}x\n`.repeat(5)
    const { dialect, columns } = await inspect(content)
    expect(dialect.delimiter).toBe(delimiter)
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b', 'kind'])
  })

  it('is not misled by commas inside quotes, nor by more commas than semicolons', async () => {
    const quoted = await inspect('name,value\n"Smith, J., jr",1\n"Doe, A., sr",2\n')
    expect(quoted.columns).toHaveLength(2)
    const german = await inspect('länge;breite;art\n1,5;2,5;x\n1,25;2,75;y\n3,5;4,0;x\n')
    expect(german.dialect.delimiter).toBe(';')
  })

  it('reads quotes doubled inside quotes, line feeds inside quotes, and all three line ends', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const lines = ['note,size', '"said ""yes""",1', `"two${end}lines",2`, '"said ""yes""",3', 'plain,4']
      const { rows, profiles } = await inspect(lines.join(end))
      expect(rows).toBe(4)
      expect(profiles[0]?.top?.[0]).toEqual({ value: 'said "yes"', count: 2 })
    }
  })

  it('notices single quotes', async () => {
    const { dialect, profiles } = await inspect("'kind','size'\n'a','1'\n'b, or c','2'\n'a','3'\n")
    expect(dialect.quote).toBe("'")
    expect(profiles[0]?.top?.map(({ value }) => value)).toEqual(['a', 'b, or c'])
  })

  const text = 'größe;farbe\n1;weiß\n2;grün\n3;weiß\n4;grün\n'
  const utf16 = (bigEndian: boolean, mark: boolean) => {
    const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  it.each([
    ['UTF-8', 'utf-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', 'utf-8', Buffer.from('\ufeff' + text)],
    ['UTF-16 little-endian', 'utf-16le', utf16(false, true)],
    ['UTF-16 big-endian', 'utf-16be', utf16(true, true)],
    ['UTF-16 little-endian without a mark', 'utf-16le', utf16(false, false)],
    ['UTF-16 big-endian without a mark', 'utf-16be', utf16(true, false)],
    ['Latin-1', 'windows-1252', Buffer.from(text, 'latin1')],
  ])('reads %s', async (_, encoding, bytes) => {
    const { dialect, columns } = await inspect(bytes)
    expect(dialect.encoding).toBe(encoding)
    expect(columns.map(({ name }) => name)).toEqual(['größe', 'farbe'])
    expect(columns[1]?.categories).toEqual(['grün', 'weiß'])
  })

  it('finds Latin-1 also where the first such letter comes late, and UTF-8 letters cut by a chunk', async () => {
    const plain = 'size,colour\n' + '1,white\n2,black\n'.repeat(100_000)
    const latin = await inspect(Buffer.concat([Buffer.from(plain), Buffer.from('3,weiß\n', 'latin1')]))
    expect(latin.dialect.encoding).toBe('windows-1252')
    expect(latin.columns[1]?.categories).toContain('weiß')
    // One chunk is 1 MiB: for one of two offsets the two bytes of ß lie on both sides of its end.
    for (const offset of ['', 'x']) {
      const { dialect, profiles } = await inspect(`${offset}a,b\n` + '1,ßßßß\n'.repeat(110_000))
      expect(dialect.encoding).toBe('utf-8')
      expect(profiles[1]?.top).toEqual([{ value: 'ßßßß', count: 110_000 }])
    }
  })

  it('knows a header by its words over numbers, or by words that do not recur', async () => {
    expect((await inspect('a,b\n1,x\n2,y\n')).dialect.header).toBe(true)
    expect((await inspect('1,x\n2,y\n3,x\n')).dialect.header).toBe(false)
    expect((await inspect('colour,size\nred,big\nblue,small\nred,small\n')).dialect.header).toBe(true)
    expect((await inspect('red,big\nblue,small\nred,small\nblue,big\n')).dialect.header).toBe(false)
    const { columns } = await inspect('1,x\n2,y\n3,x\n')
    expect(columns.map(({ name }) => name)).toEqual(['column_1', 'column_2'])
  })

  it('names nameless columns and tells two of one name apart, with a warning', async () => {
    const { columns, warnings } = await inspect(',size,size,kind\n1,2,3.5,x\n2,3,4.5,y\n7,4,5.5,x\n')
    expect(columns.map(({ name }) => name)).toEqual(['column_1', 'size', 'size_2', 'kind'])
    expect(warnings.filter(({ code }) => code === 'renamed-column').map(({ column }) => column)).toEqual([
      'column_1',
      'size_2',
    ])
  })

  it('does as it is told instead, where the user knows better', async () => {
    const content = "1|2;x\n3|4;y\n5|'6;x\n"
    const told = { delimiter: '|', header: false, quote: null }
    const { dialect, columns, profiles } = await inspect(content, told)
    expect(dialect).toMatchObject(told)
    expect(columns).toHaveLength(2)
    expect(profiles[1]?.top?.map(({ value }) => value)).toContain("'6;x")
  })
})

describe('what columns are', () => {
  it('tells number, integer, category, boolean, text, date, id and constant', async () => {
    const words = [
      'a rather long remark about this row',
      'another remark that nobody will write twice',
      'and more to say on it',
    ]
    const inspection = await inspect(
      table('id,weight,count,colour,ok,remark,day,same,kind', 60, (row) =>
        [
          `P-${row * 7}`,
          (row * 1.37).toFixed(3),
          row % 17,
          ['red', 'green', 'blue'][row % 3],
          row % 4 === 0 ? 'yes' : 'no',
          `${words[row % 3]} ${row}`,
          `2024-03-${String((row % 28) + 1).padStart(2, '0')}`,
          'x',
          row % 2 ? 'b' : 'a',
        ].join(','),
      ),
    )
    expect(typesOf(inspection)).toEqual({
      id: 'id',
      weight: 'number',
      count: 'integer',
      colour: 'category',
      ok: 'boolean',
      remark: 'text',
      day: 'date',
      same: 'constant',
      kind: 'category',
    })
    expect(Object.fromEntries(inspection.columns.map(({ name, role }) => [name, role]))).toEqual({
      id: 'ignore',
      weight: 'feature',
      count: 'feature',
      colour: 'feature',
      ok: 'feature',
      remark: 'feature',
      day: 'time',
      same: 'ignore',
      kind: 'target',
    })
  })

  it.each([
    ['NA', 'NA'],
    ['?', '?'],
    ['nothing', ''],
    ['null', 'null'],
    ['NaN', 'NaN'],
    ['None (among numbers)', 'None'],
    ['- (among numbers)', '-'],
  ])('takes %s for missing', async (_, token) => {
    const { columns, profiles } = await inspect(
      table('size,kind', 20, (row) => `${row % 5 ? row * 1.5 : token},${row % 2 ? 'a' : 'b'}`),
    )
    expect(columns[0]).toMatchObject({ name: 'size', type: 'number', missing: 4 })
    expect(profiles[0]?.missing).toBe(4)
  })

  it('leaves None and - alone among words, where they are words', async () => {
    const { columns } = await inspect(
      table('garage,price', 20, (row) => `${['None', '-', 'big'][row % 3]},${row * 2.5}`),
    )
    expect(columns[0]).toMatchObject({ type: 'category', missing: 0, categories: ['-', 'None', 'big'] })
  })

  it('takes the tokens for missing that the user names, and only those', async () => {
    const content = table('size,kind', 20, (row) => `${row % 5 ? row * 1.5 : -999},${row % 2 ? 'NA' : 'b'}`)
    const { columns } = await inspect(content, { missingTokens: ['-999'] })
    expect(columns[0]).toMatchObject({ type: 'number', missing: 4 })
    expect(columns[1]).toMatchObject({ missing: 0, categories: ['NA', 'b'] })
  })

  it('reads decimal commas where the whole file has them', async () => {
    const { columns, profiles } = await inspect(table('size;kind', 12, (row) => `${row},5;${row % 2 ? 'a' : 'b'}`))
    expect(columns[0]).toMatchObject({ type: 'number', decimalComma: true })
    expect(profiles[0]?.numbers).toMatchObject({ min: 0.5, max: 11.5, mean: 6 })
  })

  it('does not read thousands as fractions, nor mix decimal points with commas', async () => {
    const thousands = await inspect(table('size,kind', 12, (row) => `"1,${100 + row}",${row % 2 ? 'a' : 'b'}`))
    expect(thousands.columns[0]?.type).not.toBe('number')
    expect(thousands.warnings).toContainEqual(expect.objectContaining({ code: 'mixed-decimals', column: 'size' }))
    const mixed = await inspect(table('size;width;kind', 12, (row) => `${row},5;${row}.5;${row % 2 ? 'a' : 'b'}`))
    expect(mixed.columns[0]?.type).not.toBe('number')
    expect(mixed.columns[1]?.type).toBe('number')
    expect(mixed.warnings).toContainEqual(expect.objectContaining({ code: 'mixed-decimals', column: 'size' }))
  })

  it('does not take hexadecimal, infinite or half-numeric values for numbers', async () => {
    const { columns, warnings } = await inspect(
      table('code,size,kind', 30, (row) => `0x${row % 4},${row === 7 ? '12 kg' : row},${row % 2 ? 'a' : 'b'}`),
    )
    expect(columns[0]?.type).toBe('category')
    expect(columns[1]?.type).not.toBe('integer')
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'mixed-numbers', column: 'size', message: expect.stringContaining('12 kg') }),
    )
  })

  it('settles the order of day and month by the whole column, and says when it cannot', async () => {
    const dayFirst = await inspect(table('day,kind', 20, (row) => `${row + 1}/03/2024,${row % 2 ? 'a' : 'b'}`))
    expect(dayFirst.columns[0]).toMatchObject({ type: 'date', dayOrder: 'day-first' })
    expect(dayFirst.profiles[0]?.dates).toEqual({ first: '2024-03-01', last: '2024-03-20' })
    const monthFirst = await inspect(table('day,kind', 20, (row) => `03/${row + 1}/2024,${row % 2 ? 'a' : 'b'}`))
    expect(monthFirst.columns[0]).toMatchObject({ type: 'date', dayOrder: 'month-first' })
    const either = await inspect(table('day,kind', 20, (row) => `03/${(row % 9) + 1}/2024,${row % 2 ? 'a' : 'b'}`))
    expect(either.warnings).toContainEqual(expect.objectContaining({ code: 'ambiguous-dates', column: 'day' }))
  })

  it('has no doubt about dates that start with the year, with a time and an offset or without', async () => {
    const { columns, profiles, warnings } = await inspect(
      table('at,kind', 60, (row) => `2024-03-0${(row % 9) + 1}T23:30:00-02:00,${(row * 7) % 3 ? 'a' : 'b'}`),
    )
    expect(columns[0]?.type).toBe('date')
    expect(profiles[0]?.dates).toEqual({ first: '2024-03-02 01:30', last: '2024-03-10 01:30' })
    expect(warnings.map(({ code }) => code)).not.toContain('ambiguous-dates')
  })

  it('takes no impossible day for a date', async () => {
    const { columns } = await inspect(table('day,kind', 20, (row) => `2023-02-${10 + row},${row % 2 ? 'a' : 'b'}`))
    expect(columns[0]?.type).not.toBe('date')
  })

  it('takes the type and role that the user gives, and says why it cannot', async () => {
    const content = table('zip,size,kind', 30, (row) => `${10000 + (row % 5)},${row * 1.5},${row % 2 ? 'a' : 'b'}`)
    const { columns } = await inspect(content, { types: { zip: 'category' }, roles: { size: 'ignore' } })
    expect(columns[0]).toMatchObject({ type: 'category', categories: ['10000', '10001', '10002', '10003', '10004'] })
    expect(columns[1]?.role).toBe('ignore')
    await expect(inspect(content, { types: { kind: 'number' }, target: 'size' })).rejects.toMatchObject({
      code: 'unsuitable-column',
      message: expect.stringContaining('holds no numbers'),
    })
  })
})

describe('what a table is about', () => {
  it('takes the column with the name of a target, else the last suitable one', async () => {
    const named = await inspect(
      table('species,size,width', 30, (row) => `${row % 2 ? 'a' : 'b'},${row * 1.5},${row * 2.5}`),
    )
    expect(named.target).toMatchObject({ column: 'species', task: 'classification' })
    const last = await inspect(table('size,width,id', 30, (row) => `${row * 1.5},${row ** 1.5},${row}`))
    expect(last.target).toMatchObject({ column: 'width', task: 'regression' })
    expect(last.target?.because).toContain('last column that could be one')
  })

  it('takes few whole numbers for classes and many for amounts', async () => {
    const few = await inspect(table('size,grade', 60, (row) => `${row * 1.5},${row % 5}`))
    expect(few.target).toMatchObject({ column: 'grade', task: 'classification' })
    expect(few.columns[1]).toMatchObject({ type: 'category', categories: ['0', '1', '2', '3', '4'] })
    const many = await inspect(table('size,sold', 60, (row) => `${row * 1.5},${(row * 37) % 53}`))
    expect(many.target).toMatchObject({ column: 'sold', task: 'regression' })
  })

  it('does as the user says, and names the columns there are when told of one that is not', async () => {
    const content = table('size,grade', 60, (row) => `${row * 1.5},${row % 5}`)
    expect((await inspect(content, { target: 'grade', task: 'regression' })).columns[1]?.type).toBe('integer')
    await expect(inspect(content, { target: 'price' })).rejects.toMatchObject({
      code: 'unknown-column',
      message: expect.stringContaining('size, grade'),
    })
  })

  it('refuses a target with a single class, and one of free text', async () => {
    const content = table(
      'size,same,note',
      60,
      (row) => `${row * 1.5},x,remark ${row} with a good many different words in it`,
    )
    await expect(inspect(content, { target: 'same' })).rejects.toMatchObject({ code: 'one-class' })
    await expect(inspect(content, { target: 'note' })).rejects.toMatchObject({ code: 'unsuitable-column' })
  })
})

describe('the profile of a column', () => {
  it('counts, and describes numbers as numpy would', async () => {
    const values = Array.from({ length: 101 }, (_, row) => (row * 37) % 101)
    const { profiles } = await inspect(table('size,kind', 101, (row) => `${values[row]},${row % 2 ? 'a' : 'b'}`))
    const numbers = profiles[0]?.numbers
    expect(numbers).toMatchObject({ min: 0, max: 100, mean: 50, quantiles: [5, 25, 50, 75, 95] })
    expect(numbers?.deviation).toBeCloseTo(Math.sqrt((101 ** 2 - 1) / 12), 9)
    expect(numbers?.histogram.counts).toEqual([...Array.from({ length: 19 }, () => 5), 6])
    expect(profiles[1]?.top).toEqual([
      { value: 'b', count: 51 },
      { value: 'a', count: 50 },
    ])
  })

  it('counts different numbers exactly beyond what it keeps, and estimates different texts within 5 %', async () => {
    const { profiles } = await inspect(
      table(
        'size,note,kind',
        30_000,
        (row) => `${(row % 15_000) + 0.5},remark number ${row % 20_000} of many,${row % 2}`,
      ),
    )
    expect(profiles[0]?.distinct).toEqual({ count: 15_000, exact: true })
    expect(profiles[1]?.distinct.exact).toBe(false)
    expect(Math.abs((profiles[1]?.distinct.count ?? 0) / 20_000 - 1)).toBeLessThan(0.05)
  })
})

describe('warnings', () => {
  const codes = async (content: string, choices?: ImportChoices) =>
    (await inspect(content, choices)).warnings.map(({ code, column }) =>
      column === undefined ? code : `${code}: ${column}`,
    )

  it('are none for clean data', async () => {
    const { warnings } = await inspect(
      table('size,width,kind', 200, (row) => `${(row * 37) % 101}.5,${(row * 53) % 211},${(row * 7) % 3 ? 'a' : 'b'}`),
    )
    expect(warnings).toEqual([])
  })

  it('tell of constants, ids, ids that repeat, and much missing', async () => {
    const found = await codes(
      table('row_id,patient_id,same,rare,kind', 200, (row) =>
        [row, `P${row % 40}X`, 'x', row % 2 ? '' : (row * 37) % 101, (row * 7) % 3 ? 'a' : 'b'].join(','),
      ),
      { types: { patient_id: 'id' } },
    )
    expect(found).toContain('id-column: row_id')
    expect(found).not.toContain('id-column: patient_id')
    expect(found).toContain('constant-column: same')
    expect(found).toContain('high-missing: rare')
  })

  it('tell of an id that repeats, which becomes a group', async () => {
    const { columns, warnings } = await inspect(
      table(
        'patient_id,size,kind',
        300,
        (row) => `${5000 + (row % 60)},${(row * 37) % 101},${(row * 7) % 3 ? 'a' : 'b'}`,
      ),
    )
    expect(columns[0]).toMatchObject({ type: 'id', role: 'group' })
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'repeating-id', column: 'patient_id' }))
  })

  it('tell of rows sorted by the target, where an id gives the answer away', async () => {
    const found = await codes(
      table('id,size,kind', 90, (row) => `${row},${(row * 37) % 101},${'abc'[Math.floor(row / 30)]}`),
    )
    expect(found).toContain('sorted-by-target: kind')
    expect(found).toContain('id-column: id')
  })

  it('tell of a column that says the same as the target, in other words or in proportion', async () => {
    const renamedTarget = await codes(
      table('size,code,kind', 100, (row) => `${(row * 37) % 101},${(row * 7) % 3},${['x', 'y', 'z'][(row * 7) % 3]}`),
    )
    expect(renamedTarget).toContain('leaking-column: code')
    const proportional = await codes(
      table('cents,other,price', 100, (row) => `${((row * 37) % 101) * 100},${(row * 53) % 97},${(row * 37) % 101}.0`),
    )
    expect(proportional).toContain('leaking-column: cents')
    expect(proportional).not.toContain('leaking-column: other')
  })

  it('tell of imbalance, of classes with few rows, of few rows, and of duplicates with their number', async () => {
    const unbalanced = await inspect(
      table('size,kind', 300, (row) => `${(row * 37) % 101}.${row},${row % 60 ? 'a' : 'b'}`),
    )
    expect(unbalanced.warnings).toContainEqual(
      expect.objectContaining({ code: 'imbalance', message: expect.stringContaining('98 %') }),
    )
    expect(unbalanced.warnings).toContainEqual(
      expect.objectContaining({ code: 'few-rows-per-class', message: expect.stringContaining('b') }),
    )
    const small = await inspect(table('size,kind', 20, (row) => `${row % 5},${row % 5 > 2 ? 'a' : 'b'}`))
    expect(small.warnings.map(({ code }) => code)).toContain('too-few-rows')
    expect(small.warnings).toContainEqual(
      expect.objectContaining({ code: 'duplicate-rows', message: expect.stringMatching(/^15 rows repeat/) }),
    )
  })

  it('tell of rows without a target', async () => {
    const { warnings } = await inspect(
      table('size,kind', 100, (row) => `${(row * 37) % 101},${row % 10 ? (row % 3 ? 'a' : 'b') : ''}`),
    )
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'missing-target', column: 'kind', message: expect.stringContaining('10 rows') }),
    )
  })
})

describe('files that cannot be read', () => {
  const refusal = async (content: string | Uint8Array, name = 'wine.csv') =>
    inspect(content, {}, name).then(
      () => expect.unreachable(),
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )

  it('are named with line and columns when a row is too long or too short', async () => {
    const rows = Array.from({ length: 1300 }, (_, row) => (row === 1202 ? '1,2,3,4' : '1,2,x')).join('\n')
    expect(await refusal(`a,b,c\n${rows}\n`)).toBe(
      'malformed-row: wine.csv, line 1204: 4 columns, but the header has 3. Usually an unquoted comma. Nothing was imported.',
    )
    expect(await refusal('a;b;c\n1;2;3\n1;2\n')).toMatch(
      /wine.csv, line 3: 2 columns, but the header has 3. Usually a line that was cut short/,
    )
  })

  it('count lines inside quotes and empty lines, whatever ends them', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(await refusal(['a,b', '', '"x', 'y",2', '1,2,3', '4,5'].join(end))).toMatch(
        /^malformed-row: wine.csv, line 5: 3 columns/,
      )
  })

  it('are named with the line where a quote opens that never closes, or stands inside a value', async () => {
    expect(await refusal(`a,b\n1,2\n3,"4\n${'5,6\n'.repeat(100)}`)).toMatch(
      /line 3: a quote \("\) opens here or soon after and never closes/,
    )
    expect(await refusal('a,b\n1,2\n3,5" pipe\n4,5\n')).toMatch(
      /line 3, column 2: a quote \("\) in the middle of a value/,
    )
    expect(await refusal('a,b\n1,2\n3,"x"y\n4,5\n')).toMatch(/line 3, column 2: a quote/)
  })

  it('are told apart: missing, folder, empty, blank, header only, Excel, gzip, binary', async () => {
    await expect(inspectTable('/nowhere/wine.csv')).rejects.toMatchObject({ code: 'missing-file' })
    await expect(inspectTable(import.meta.dirname)).rejects.toMatchObject({ code: 'missing-file' })
    expect(await refusal('')).toMatch(/^empty-file: wine.csv is empty/)
    expect(await refusal('\n  \n')).toMatch(/^empty-file/)
    expect(await refusal('a,b,c\n')).toMatch(/^no-rows: wine.csv has a header but no rows/)
    expect(await refusal(Buffer.from('PK\u0003\u0004rest'), 'wine.xlsx')).toMatch(
      /^not-a-table: wine.xlsx is a zip archive or an Excel workbook/,
    )
    expect(await refusal(Buffer.from([0x1f, 0x8b, 8, 0]))).toMatch(/^not-a-table: wine.csv is compressed/)
    expect(await refusal(Buffer.from([1, 2, 0, 0, 0, 4, 5, 6, 0, 0, 1, 1]))).toMatch(
      /^not-a-table: wine.csv is not a text file/,
    )
  })

  it('are left at once when the user stops the reading', async () => {
    const path = await temporaryFile('a,b\n' + '1,2\n'.repeat(500_000))
    const stop = new AbortController()
    const reading = inspectTable(path, {}, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  })
})
