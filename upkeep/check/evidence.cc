#include "upkeep/check/evidence.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

// Their directory holds the pages of a site, or the directory that does.
constexpr std::string_view kSiteFiles[] = {"mkdocs.yml",
                                           "mkdocs.yaml",
                                           "docusaurus.config.js",
                                           "docusaurus.config.ts",
                                           "_config.yml",
                                           "book.toml",
                                           "antora.yml",
                                           "astro.config.mjs",
                                           "astro.config.ts",
                                           "hugo.toml",
                                           "hugo.yaml",
                                           "mint.json",
                                           "docs.json",
                                           "gatsby-config.js",

                                           "conf.py",
                                           "_meta.json",

                                           "vocs.config.ts",
                                           "zensical.toml",
                                           "properdocs.yml",
                                           "_toc.yml",
                                           "sidebars.js",
                                           "sidebars.ts",
                                           "source.config.ts",
                                           "_index.md",
                                           "fern.config.json",
                                           "_sidebar.md",
                                           "meta.json",
                                           ".nojekyll",
                                           "SUMMARY.md",
                                           ".vitepress",
                                           ".vuepress",
                                           "_category_.json",
                                           "hugo.json"};

}  // namespace

Evidence::Evidence(const Root& root, Map& map, ExternalLinks* external)
    : root_(root), map_(map), external_(external), live_(root), tree_(root) {
  for (const Source& source : map.sources()) {
    if (source.format != "markdown") continue;
    if (auto file = live_.read(source.path))
      documents_.push_back(std::make_unique<CheckedDocument>(source.path, (*file)->text));
  }
  for (std::string_view name : kSiteFiles)
    for (std::string_view path : tree_.named(name)) sites_.emplace_back(directory_of(path));
  for (const std::string& path : tree_.files())
    for (std::string_view part : {"/.vitepress/", "/.vuepress/"})
      if (const auto at = ("/" + path).find(part); at != std::string::npos)
        sites_.push_back(path.substr(0, at == 0 ? 0 : at - 1));
  std::sort(sites_.begin(), sites_.end());
  sites_.erase(std::unique(sites_.begin(), sites_.end()), sites_.end());
}

const CheckedDocument* Evidence::document(std::string_view path) const {
  const auto at = std::lower_bound(documents_.begin(), documents_.end(), path,
                                   [](const auto& one, std::string_view wanted) { return one->path() < wanted; });
  return at != documents_.end() && (*at)->path() == path ? at->get() : nullptr;
}

const Anchors& Evidence::anchors(const CheckedDocument& document) {
  auto& known = anchors_[&document];
  if (known != nullptr) return *known;
  known = std::make_unique<Anchors>(document);
  Anchors& out = *known;
  for (const std::string& path : out.included()) {
    // What generators take it relative to differs; a document of this name whose path ends so is meant.
    std::string_view end = path;
    while (end.starts_with("./") || end.starts_with("../")) end.remove_prefix(end.find('/') + 1);
    const auto named = tree_.named(base_name(end));
    const auto found = std::find_if(named.begin(), named.end(), [&](std::string_view one) {
      return one == end || one.ends_with("/" + std::string(end));
    });
    const CheckedDocument* included = found == named.end() ? nullptr : this->document(*found);
    if (included == nullptr || included == &document)
      out.open_up();
    else
      out.take_in(Anchors(*included));
  }
  return out;
}

const Inventory& Evidence::inventory() {
  if (!inventory_) inventory_.emplace(map_, live_);
  return *inventory_;
}

const History& Evidence::history() {
  if (!history_) history_.emplace(root_);
  return *history_;
}

const Ages& Evidence::ages() {
  if (!ages_) ages_.emplace(root_);
  return *ages_;
}

std::optional<std::string> Evidence::site_of(std::string_view path) const {
  for (std::string_view above = directory_of(path);; above = directory_of(above)) {
    if (std::binary_search(sites_.begin(), sites_.end(), std::string(above))) {
      // At the root such a file says nothing about a README or a page of GitHub's.
      if (!above.empty() || contains(path, "/")) return std::string(above);
      return std::nullopt;
    }
    if (above.empty()) return std::nullopt;
  }
}

}  // namespace fingerpost
