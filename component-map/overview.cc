#include "component-map/overview.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/path_kinds.h"
#include "base/text.h"
#include "base/utf8.h"
#include "component-map/external_services.h"
#include "component-map/pipeline_layers.h"
#include "component-map/precedence.h"
#include "component-map/protection.h"
#include "indexer/codeowners.h"
#include "indexer/live.h"
#include "indexer/settings.h"
#include "pointer-map/masking.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostScanned = 40;    // env files whose URLs are looked at
constexpr std::size_t kMostPatterns = 200;  // protected paths that are compared with the sources

// What a newcomer reads first: the README, then what is written for those who work here, translations and history last.
int reading_order(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  if (name.starts_with("readme.") && std::count(name.begin(), name.end(), '.') == 1) return 0;
  for (std::string_view early : {"agents.", "claude.", "contributing.", "development.", "architecture.", "index."})
    if (name.starts_with(early)) return 1;
  for (std::string_view late : {"changelog", "license", "code_of_conduct", "readme.", "redistributed", "history"})
    if (name.starts_with(late)) return 3;
  return 2;
}

// Shallow paths first, since what stands near the root is about the whole; configuration before the examples of
// documents, and the file that always holds before its variants.
std::tuple<bool, long, int, int, std::string> order_of(const OverviewItem& item, std::string_view group) {
  const bool example = (group == "components" || group == "endpoints" || group == "commands") &&
                       base_name(item.path) != "component-map.md" &&
                       (is_document_path(item.path) || is_pipeline(item.path));
  return {example, std::count(item.path.begin(), item.path.end(), '/'),
          group == "documents" ? reading_order(item.path) : 0, layer_of(item.path).rank, item.path};
}

// The items are cut where the page would grow too long, the longest groups first.
void fit(Overview& page, std::size_t bytes) {
  const auto cost_of = [](const OverviewItem& item) {
    return item.title.size() + (item.title == item.path ? 0 : item.path.size()) + item.detail.size() + 12;
  };
  std::size_t total = 60;
  for (const OverviewGroup& group : page.groups) {
    total += group.name.size() + 32;
    for (const OverviewItem& item : group.items) total += cost_of(item);
  }
  while (total > bytes) {
    auto longest = std::max_element(
        page.groups.begin(), page.groups.end(),
        [](const OverviewGroup& a, const OverviewGroup& b) { return a.items.size() < b.items.size(); });
    if (longest == page.groups.end() || longest->items.empty()) return;
    total -= std::min(total, cost_of(longest->items.back()));
    longest->items.pop_back();
  }
}

class Page {
 public:
  Page(const Root& root, Map& map) : own_name_(to_lower(base_name(root.path()))), live_(root), map_(map) {}

  Result<Done> read() {
    for (const Source& source : map_.sources()) {
      if (auto done = look_at(source); !done) return done.error();
    }
    drop_protection_of_nothing();
    name_hosts();
    introduce();
    lay_out();
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
      if (group.name != "directories")
        std::stable_sort(items.begin(), items.end(), [&group](const OverviewItem& a, const OverviewItem& b) {
          return order_of(a, group.name) < order_of(b, group.name);
        });
      std::set<std::string> seen;
      std::vector<OverviewItem> distinct;
      for (OverviewItem& item : items)
        if (seen.insert(item.title).second) distinct.push_back(std::move(item));
      group.total = distinct.size();
      if (distinct.size() > per_group) distinct.resize(per_group);
      for (OverviewItem& item : distinct) {
        if (group.name == "owners") item.detail = owners_at(item);
        if (item.title != item.path) item.title = clip(sanitize_for_display(item.title), 70);
      }
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
    if (const Layer layer = layer_of(source.path); !is_env_file(source.path) && layer.rank > 0)
      group("environments").push_back({source.path, source.path, 1, 1, layer.when});
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
            item.title = enclosing_name(**places, place) + place.key;
            group("endpoints").push_back(std::move(item));
          }
          break;
        case Kind::command:  // scripts are listed above, those at the top
          if (source.format != "code") group("commands").push_back(std::move(item));
          break;
        case Kind::workflow: group("workflows").push_back(std::move(item)); break;
        case Kind::owner: group("owners").push_back(std::move(item)); break;
        case Kind::variable:
          if (place.role == Role::declared && is_env_file(source.path))
            if (auto service = service_of_variable(place.name)) {
              item.title = std::move(*service);
              item.detail = place.name;
              group("external services").push_back(std::move(item));
            }
          break;
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
      case Kind::owner:
      case Kind::variable:
      case Kind::protected_path: return true;
      default: return false;
    }
  }

  static std::string enclosing_name(const std::vector<StoredPlace>& places, const StoredPlace& place) {
    for (std::int32_t at = place.parent; at > 0; at = places[static_cast<std::size_t>(at)].parent)
      if (const StoredPlace& above = places[static_cast<std::size_t>(at)];
          above.kind == Kind::service || above.kind == Kind::object)
        return above.key + " ";
    return "";
  }

  // A declared path that covers no source is none: a list that only looks like one, or a file that is not here.
  void drop_protection_of_nothing() {
    auto& items = group("protected files");
    if (items.size() > kMostPatterns) items.resize(kMostPatterns);
    std::erase_if(items, [&](const OverviewItem& item) {
      return std::none_of(map_.sources().begin(), map_.sources().end(),
                          [&](const Source& source) { return pattern_covers(item.title, source.path); });
    });
  }

  // Hosts of URLs in env files, read live.
  void name_hosts() {
    std::size_t scanned = 0;
    for (const Source& source : map_.sources()) {
      if (!is_env_file(source.path) || scanned >= kMostScanned) continue;
      auto file = live_.read(source.path);
      if (!file) continue;
      ++scanned;
      for (int line = 1; line <= std::min((*file)->lines->count(), 2000); ++line) {
        const std::string_view text = trim((*file)->lines->line(line));
        if (text.starts_with("#")) continue;
        for (std::string& host : hosts_in(text.substr(0, 1000)))
          group("external services").push_back({std::move(host), source.path, line, line, ""});
      }
    }
    // What runs here is listed as a component.
    std::set<std::string> here;
    for (const OverviewItem& item : group("components")) here.insert(to_lower(item.title));
    here.insert(own_name_);
    std::erase_if(group("external services"), [&](const OverviewItem& item) { return here.contains(item.title); });
  }

  // Where most of the sources are: the top directories, the largest first, each pointing at its README.
  void lay_out() {
    std::map<std::string, std::size_t> directories;
    for (const Source& source : map_.sources())
      if (const auto slash = source.path.find('/'); slash != std::string::npos)
        ++directories[source.path.substr(0, slash + 1)];
    for (const auto& [directory, count] : directories) {
      const std::string readme = directory + "README.md";
      const bool explained = map_.find(readme) != nullptr;
      group("directories")
          .push_back({directory, explained ? readme : directory, 1, 1,
                      std::to_string(count) + (count == 1 ? " source" : " sources")});
    }
    auto& items = group("directories");
    std::stable_sort(items.begin(), items.end(), [&](const OverviewItem& a, const OverviewItem& b) {
      return directories[a.title] > directories[b.title];
    });
  }

  // What the README says first: its heading, and the first line of prose below it.
  void introduce() {
    for (std::string_view name : {"README.md", "Readme.md", "readme.md", "README.rst", "README"}) {
      if (map_.find(name) == nullptr) continue;
      auto file = live_.read(std::string(name));
      if (!file) continue;
      OverviewItem item{"", std::string(name), 1, 1, ""};
      bool fenced = false;
      for (int n = 1; n <= std::min((*file)->lines->count(), 200); ++n) {
        const std::string_view line = trim((*file)->lines->line(n));
        if (line.starts_with("```")) fenced = !fenced;
        if (fenced || line.empty()) continue;
        if (item.title.empty() && line.starts_with("# ")) {
          item.title = trim(line.substr(2, line.find(" [!", 2) - 2));
          item.line_start = item.line_end = n;
          continue;
        }
        // Prose begins with a letter or emphasis; badges, images, HTML, rules and tables do not.
        const std::string_view words = line.substr(std::min(line.find_first_not_of("*_> "), line.size()));
        const bool setext = n < (*file)->lines->count() && contains((*file)->lines->line(n + 1), "===");
        if (setext && item.title.empty()) item.title = line;
        if (setext || words.size() < 20 || !is_alpha(words.front()) || contains(line, "](#") || contains(line, "<") ||
            contains(line, "=\""))
          continue;
        std::string prose(words);
        for (int next = n + 1; next <= (*file)->lines->count() && prose.size() < 200; ++next) {
          const std::string_view more = trim((*file)->lines->line(next));
          if (more.empty() || contains("<>#|![", more.substr(0, 1))) break;
          prose += " " + std::string(more);
        }
        item.detail = clip(sanitize_for_display(mask_secrets(prose, name)), 200);
        if (item.title.empty()) item.line_start = item.line_end = n;
        break;
      }
      if (item.title.empty()) item.title = std::string(name);
      if (!item.detail.empty() || item.title != name) group("about").push_back(std::move(item));
      return;
    }
  }

  std::string owners_at(const OverviewItem& item) {
    auto file = live_.read(item.path);
    if (!file || item.line_start > (*file)->lines->count()) return "";
    return clip(sanitize_for_display(read_owner_line((*file)->lines->line(item.line_start)).owners), 80);
  }

  std::string own_name_;
  LiveReader live_;
  Map& map_;
  std::vector<std::pair<std::string, std::vector<OverviewItem>>> groups_ = {
      {"about", {}},          {"directories", {}}, {"components", {}}, {"endpoints", {}}, {"external services", {}},
      {"environments", {}},   {"commands", {}},    {"workflows", {}},  {"documents", {}}, {"owners", {}},
      {"protected files", {}}};
};

}  // namespace

Result<Overview> overview_of(const Root& root, Map& map, std::size_t per_group, std::size_t bytes) {
  Page page(root, map);
  if (auto done = page.read(); !done) return done.error();
  Overview out = page.finish(per_group);
  fit(out, bytes);
  out.name = std::string(base_name(root.path()));
  if (auto settings = root.read(std::string(kSettingsFile), Limits{}.file_bytes))
    if (std::string name = read_settings(settings->bytes).name; !name.empty()) out.name = sanitize_for_display(name);
  return out;
}

}  // namespace fingerpost
