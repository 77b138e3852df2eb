#include "component-map/overview.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "component-map/live.h"
#include "indexer/settings.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// Shallow paths first: what stands near the root is about the whole.
std::pair<long, std::string> order_of(const OverviewItem& item) {
  return {std::count(item.path.begin(), item.path.end(), '/'), item.path};
}

class Page {
 public:
  Page(const Root& root, Map& map) : live_(root), map_(map) {}

  Result<Done> read() {
    for (const Source& source : map_.sources()) {
      if (auto done = look_at(source); !done) return done.error();
    }
    return Done{};
  }

  Overview finish(std::size_t per_group) {
    Overview out;
    out.sources = map_.sources().size();
    out.places = map_.live_count();
    for (auto& [name, items] : groups_) {
      if (items.empty()) continue;
      OverviewGroup group;
      group.name = name;
      std::stable_sort(items.begin(), items.end(),
                       [](const OverviewItem& a, const OverviewItem& b) { return order_of(a) < order_of(b); });
      std::set<std::string> seen;
      std::vector<OverviewItem> distinct;
      for (OverviewItem& item : items)
        if (seen.insert(item.title).second) distinct.push_back(std::move(item));
      group.total = distinct.size();
      if (distinct.size() > per_group) distinct.resize(per_group);
      for (OverviewItem& item : distinct)
        if (item.detail == "?") item.detail = live_line(item);
      group.items = std::move(distinct);
      out.groups.push_back(std::move(group));
    }
    return out;
  }

 private:
  std::vector<OverviewItem>& group(std::string_view name) {
    for (auto& [known, items] : groups_)
      if (known == name) return items;
    return groups_.front().second;
  }

  Result<Done> look_at(const Source& source) {
    const GlobalDoc first = map_.first_doc(source);
    bool wanted = false;
    for (DocId i = 0; i < source.count && !wanted; ++i) wanted = is_wanted(map_.info(first + i));
    const std::string_view name = base_name(source.path);
    if (is_env_file(source.path))
      group("environments")
          .push_back({source.path, source.path, 1, 1, is_example_file(source.path) ? "example" : "values hidden"});
    if (is_document(source)) group("documents").push_back({source.path, source.path, 1, 1, ""});
    if (source.format == "code" && extension_of(name) == "sh" &&
        directory_of(source.path).find('/') == std::string_view::npos)
      group("commands").push_back({source.path, source.path, 1, 1, ""});
    if (!wanted) return Done{};
    auto places = map_.places_of(source);
    if (!places) return places.error();
    for (const StoredPlace& place : **places) {
      OverviewItem item{place.name.empty() ? place.key : place.name, source.path, place.line_start, place.line_end, ""};
      if (item.title.empty()) continue;
      switch (place.kind) {
        case Kind::component:
        case Kind::service: group("components").push_back(std::move(item)); break;
        case Kind::port:
          if (place.role == Role::published) {
            item.title = enclosing_name(**places, place) + " " + place.key;
            item.detail = "?";
            group("endpoints").push_back(std::move(item));
          }
          break;
        case Kind::command: group("commands").push_back(std::move(item)); break;
        case Kind::workflow: group("workflows").push_back(std::move(item)); break;
        case Kind::protected_path: group("protected files").push_back(std::move(item)); break;
        default: break;
      }
    }
    return Done{};
  }

  // Documents about the whole: at the root, or in a folder that is there for documents.
  static bool is_document(const Source& source) {
    if (source.format != "markdown" && source.format != "restructuredtext" && source.format != "asciidoc") return false;
    const std::string_view top = std::string_view(source.path).substr(0, source.path.find('/'));
    for (std::string_view folder :
         {"docs", "doc", "documentation", "Documentation", "references", "runbooks", "handbook"})
      if (top == folder) return true;
    return directory_of(source.path).empty() || starts_with_ignoring_case(base_name(source.path), "readme");
  }

  static bool is_wanted(const PlaceInfo& info) {
    switch (info.kind) {
      case Kind::component:
      case Kind::service:
      case Kind::port:
      case Kind::command:
      case Kind::workflow:
      case Kind::protected_path: return true;
      default: return false;
    }
  }

  static std::string enclosing_name(const std::vector<StoredPlace>& places, const StoredPlace& place) {
    for (std::int32_t at = place.parent; at > 0; at = places[static_cast<std::size_t>(at)].parent)
      if (places[static_cast<std::size_t>(at)].kind == Kind::service) return places[static_cast<std::size_t>(at)].key;
    return "";
  }

  std::string live_line(const OverviewItem& item) {
    auto file = live_.read(item.path);
    if (!file) return "";
    return clip(
        trim(sanitize_for_display(mask_secrets((*file)->lines->range(item.line_start, item.line_start), item.path))),
        80);
  }

  LiveReader live_;
  Map& map_;
  std::vector<std::pair<std::string, std::vector<OverviewItem>>> groups_ = {
      {"components", {}}, {"endpoints", {}}, {"environments", {}},   {"commands", {}},
      {"workflows", {}},  {"documents", {}}, {"protected files", {}}};
};

}  // namespace

Result<Overview> overview_of(const Root& root, Map& map, std::size_t per_group) {
  Page page(root, map);
  if (auto done = page.read(); !done) return done.error();
  Overview out = page.finish(per_group);
  out.name = std::string(base_name(root.path()));
  if (auto settings = root.read(std::string(kSettingsFile), Limits{}.file_bytes))
    if (std::string name = read_settings(settings->bytes).name; !name.empty()) out.name = sanitize_for_display(name);
  return out;
}

}  // namespace fingerpost
