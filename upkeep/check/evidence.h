// What the rules judge by, gathered once a run. Parts that cost are made when first asked for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_root.h"
#include "indexer/live.h"
#include "pointer-map/map.h"
#include "upkeep/check/ages.h"
#include "upkeep/check/anchors.h"
#include "upkeep/check/history.h"
#include "upkeep/check/inventory.h"
#include "upkeep/check/mentions.h"
#include "upkeep/check/tree.h"

namespace fingerpost {

class ExternalLinks;

class Evidence {
 public:
  // REQUIRES: the map is as the tree is.
  Evidence(const Root& root, Map& map, ExternalLinks* external = nullptr);

  const Root& root() const { return root_; }
  Map& map() { return map_; }
  LiveReader& live() { return live_; }
  const Tree& tree() const { return tree_; }
  // Markdown documents, by path.
  const std::vector<std::unique_ptr<CheckedDocument>>& documents() const { return documents_; }
  const CheckedDocument* document(std::string_view path) const;
  const Anchors& anchors(const CheckedDocument& document);
  const Inventory& inventory();
  // Where files went that are gone; empty where there is no git.
  const History& history();
  // When files were changed; the same.
  const Ages& ages();
  // What may ask the web, or nothing where nobody wants that.
  ExternalLinks* external() const { return external_; }

  // The directory of the site generator that serves a document, or nothing: links there are addresses of pages.
  std::optional<std::string> site_of(std::string_view path) const;

 private:
  const Root& root_;
  Map& map_;
  ExternalLinks* external_ = nullptr;
  LiveReader live_;
  Tree tree_;
  std::vector<std::unique_ptr<CheckedDocument>> documents_;
  std::map<const CheckedDocument*, std::unique_ptr<Anchors>> anchors_;
  std::vector<std::string> sites_;
  std::optional<Inventory> inventory_;
  std::optional<History> history_;
  std::optional<Ages> ages_;
};

}  // namespace fingerpost
