const PER_PAGE = 200;

function grouped(collection, keys) {
  const groups = {};
  for (const page of collection.getFilteredByTag("report").reverse())
    for (const key of keys(page.data)) (groups[key] ??= []).push(page);
  return Object.entries(groups);
}

export default function (site) {
  site.setInputDirectory("content");
  site.setIncludesDirectory("../_includes");
  site.addPassthroughCopy("static");
  site.addFilter("day", (date) => date.toISOString().slice(0, 10));
  site.addCollection("byMonth", (all) =>
    grouped(all, (data) => [data.month]).map(([name, pages]) => ({ name, pages, url: `/months/${name}/` })));
  site.addCollection("byLeader", (all) =>
    grouped(all, (data) => data.leaders).flatMap(([name, pages]) =>
      Array.from({ length: Math.ceil(pages.length / PER_PAGE) }, (_, i) => ({
        name,
        pages: pages.slice(i * PER_PAGE, (i + 1) * PER_PAGE),
        url: `/leaders/${name}/${i ? `${i + 1}/` : ""}`,
      }))));
}

export const config = { markdownTemplateEngine: false };
