// A report's file <-> the values that the form fills in. Decap's own way of reading and writing YAML would turn 3.10 into 3.1,
// has no lists in which some people are names and others have posts, and cannot leave out what is empty.
//
// Every text stays the text that it is in the file. What the form does not know is kept as it is.
(() => {
  "use strict";

  const FENCED = /^\uFEFF?(?:[ \t]*\n)*---[ \t]*\n([^]*?\n)?---[ \t]*(?:\n|$)/;
  const NOTHING = new Set(["", "~", "null", "Null", "NULL"]);
  const UNREAD = "__unread";
  const DAY = /^(\d{4})\s*(?:-|\/|年)\s*(\d{1,2})\s*(?:-|\/|月)\s*(\d{1,2})\s*日?(?:[ T]+(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?)?$/;

  const isText = (value) => typeof value === "string";
  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isNothing = (value) => value === null || value === undefined || (isText(value) && NOTHING.has(value.trim()));
  const isEmpty = (value) =>
    isNothing(value) || (Array.isArray(value) && !value.length) || (isMap(value) && !Object.keys(value).length);
  const list = (value) => (Array.isArray(value) ? value : [value]);
  const two = (digits) => digits.padStart(2, "0");

  // 2022年9月29日 -> 2022-09-29: the only way of writing a day that the browser's calendar knows.
  const day = (text) => {
    const found = DAY.exec(text.trim());
    if (!found) return text;
    const [, year, month, date, hour, minute] = found;
    const clock = hour === undefined ? "" : ` ${two(hour)}:${minute}`;
    return `${year}-${two(month)}-${two(date)}${clock}`;
  };

  const opening = {
    text: (value) => value,
    number: (value) => value,
    day: (value) => (isText(value) ? day(value) : value),
    moment: (value) => (isText(value) ? day(value) : value),
    joined: (value) => (Array.isArray(value) && value.every(isText) ? value.map((one) => one.trim()).join(" ") : value),
    texts: (value) => list(value),
    map: (value, field) => (isMap(value) ? opened(value, field.fields) : value),
    maps: (value, field) =>
      list(value).map((one) =>
        isText(one) && field.short ? { [field.short]: one } : isMap(one) ? opened(one, field.fields) : one,
      ),
    pairs: (value, field) =>
      list(value).flatMap((one) =>
        isMap(one)
          ? Object.entries(one).map(([key, said]) => ({ [field.key]: key, [field.said]: said }))
          : [{ [field.key]: one }],
      ),
  };

  const closing = {
    text: (value) => value,
    day: (value) => value,
    moment: (value) => value,
    joined: (value) => value,
    number: (value) => (isText(value) && /^\d+$/.test(value) ? Number(value) : value),
    texts: (value) => list(value).filter((one) => !isNothing(one)),
    map: (value, field) => (isMap(value) ? closed(value, field.fields) : value),
    maps: (value, field) =>
      list(value)
        .map((one) => (isMap(one) ? closed(one, field.fields) : one))
        .filter((one) => !isEmpty(one))
        .map((one) => {
          const keys = isMap(one) ? Object.keys(one) : [];
          return keys.length === 1 && keys[0] === field.short && isText(one[keys[0]]) ? one[keys[0]] : one;
        }),
    pairs: (value, field) => {
      const pairs = {};
      for (const one of list(value).filter((one) => !isEmpty(one))) {
        const key = one[field.key] ?? "";
        const said = one[field.said] ?? "";
        pairs[key] = pairs[key] ? `${pairs[key]}；${said}` : said;
      }
      return pairs;
    },
  };

  const opened = (values, fields) => {
    const found = {};
    for (const [key, value] of Object.entries(values)) {
      const field = fields[key];
      if (!field) found[key] = value;
      else if (!isNothing(value)) found[key] = opening[field.kind](value, field);
    }
    return found;
  };

  // In the order of the fields; what is not known, behind them.
  const closed = (values, fields) => {
    const known = Object.keys(fields).filter((key) => key in values);
    const others = Object.keys(values).filter((key) => !(key in fields)).sort();
    const found = {};
    for (const key of [...known, ...others]) {
      const field = fields[key];
      const value = field && !isNothing(values[key]) ? closing[field.kind](values[key], field) : values[key];
      if (!field || !isEmpty(value)) found[key] = value;
    }
    return found;
  };

  const read = (text) => {
    const plain = text.replace(/\r\n?/g, "\n");
    const parts = FENCED.exec(plain);
    try {
      const fields = jsyaml.load(parts[1], { schema: jsyaml.FAILSAFE_SCHEMA });
      return { ...opened(fields, window.REPORT_FIELDS), body: plain.slice(parts[0].length) };
    } catch {
      // One such file must not keep all others from being shown. It is written back as it was.
      return { title: "（文件头读不懂，请到代码托管平台上修改这个文件）", body: plain, [UNREAD]: text };
    }
  };

  const write = (values) => {
    if (UNREAD in values) return values[UNREAD];
    const { body = "", ...fields } = values;
    const options = { schema: jsyaml.CORE_SCHEMA, lineWidth: -1, noRefs: true };
    return `---\n${jsyaml.dump(closed(fields, window.REPORT_FIELDS), options)}---\n${body}`;
  };

  window.REPORT_FORMAT = { fromFile: read, toFile: write };
})();
