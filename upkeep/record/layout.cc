#include "upkeep/record/layout.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/path_kinds.h"
#include "base/text.h"
#include "component-map/curated.h"
#include "component-map/precedence.h"
#include "pointer-map/secrets.h"
#include "upkeep/record/sources.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostKeys = 12;
constexpr std::size_t kMostLines = 200;  // in one list

struct Component {
  std::string name;
  std::vector<std::string> sources;  // written pointers, the first decides
  std::vector<std::string> keys;     // what stands there
};

void add_once(std::vector<std::string>& list, std::string one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(std::move(one));
}

std::string title_of(std::string_view key) {
  std::string out;
  for (const char c : key)
    if (c != '`' && c != '#' && c != '<' && c != '\n') out += c;
  return clip(trim(out), 80);
}

class Layout {
 public:
  explicit Layout(Map& map) : map_(map) {}

  Result<Done> read() {
    for (const Source& source : map_.sources()) {
      if (is_env_file(source.path) || layer_of(source.path).rank > 0)
        add_once(environments_, "`" + source.path + "`" + (is_example_file(source.path) ? " (example)" : ""));
      if (is_document_path(source.path)) continue;
      const GlobalDoc first = map_.first_doc(source);
      bool wanted = false;
      for (DocId i = 0; i < source.count && !wanted; ++i) wanted = is_wanted(map_.info(first + i).kind);
      if (!wanted) continue;
      auto places = map_.places_of(source);
      if (!places) return places.error();
      for (std::size_t i = 1; i < (*places)->size(); ++i) look_at(source, **places, i);
    }
    return Done{};
  }

  std::string text() const {
    std::string out =
        "# Component map\n\nWhere the truth about each part of this repository stands: pointers, never copies.\n\n"
        "## Components\n";
    for (const Component& component : components_) {
      out += "\n### " + component.name + "\n\n**Definitive Source**: " + component.sources.front() + "\n";
      if (!component.keys.empty()) out += "\n**What's There**: " + join(component.keys, ", ") + "\n";
      if (component.sources.size() > 1)
        out += "\n**Key Details**: also in " +
               join({component.sources.begin() + 1,
                     component.sources.begin() +
                         std::min<std::ptrdiff_t>(6, static_cast<std::ptrdiff_t>(component.sources.size()))},
                    ", ") +
               "\n";
    }
    list("Endpoints", endpoints_, out);
    list("Environments", environments_, out);
    list("Commands", commands_, out);
    list("Workflows", workflows_, out);
    return out;
  }

 private:
  static bool is_wanted(Kind kind) {
    return kind == Kind::service || kind == Kind::object || kind == Kind::component || kind == Kind::port ||
           kind == Kind::command || kind == Kind::workflow;
  }

  void look_at(const Source& source, const std::vector<StoredPlace>& places, std::size_t index) {
    const StoredPlace& place = places[index];
    switch (place.kind) {
      case Kind::service:
      case Kind::object:
      case Kind::component: add_component(source, places, index); break;
      case Kind::port:
        // The key of a port is its number: the list that it stands in is pointed to.
        if (place.role == Role::published && place.parent > 0)
          add_once(endpoints_, written_pointer(source, places, static_cast<std::size_t>(place.parent)));
        break;
      case Kind::command: add_once(commands_, written_pointer(source, places, index)); break;
      case Kind::workflow: add_once(workflows_, written_pointer(source, places, index)); break;
      default: break;
    }
  }

  void add_component(const Source& source, const std::vector<StoredPlace>& places, std::size_t index) {
    const std::string name = title_of(places[index].name.empty() ? places[index].key : places[index].name);
    if (name.empty()) return;
    const auto [known, fresh] = by_name_.emplace(to_lower(name), components_.size());
    if (fresh) components_.push_back({name, {}, {}});
    Component& component = components_[known->second];
    add_once(component.sources, written_pointer(source, places, index));
    for (std::size_t i = index + 1; i < places.size() && component.keys.size() < kMostKeys; ++i) {
      if (places[i].line_start > places[index].line_end) break;
      if (places[i].parent == static_cast<std::int32_t>(index) && !places[i].key.empty() &&
          places[i].kind != Kind::port && places[i].kind != Kind::comment)
        add_once(component.keys, title_of(places[i].key));
    }
  }

  static void list(std::string_view title, const std::vector<std::string>& lines, std::string& out) {
    if (lines.empty()) return;
    out += "\n## " + std::string(title) + "\n\n";
    for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) out += "- " + lines[i] + "\n";
  }

  Map& map_;
  std::vector<Component> components_;
  std::map<std::string, std::size_t> by_name_;
  std::vector<std::string> endpoints_;
  std::vector<std::string> environments_;
  std::vector<std::string> commands_;
  std::vector<std::string> workflows_;
};

}  // namespace

Result<std::string> component_map_layout(Map& map) {
  Layout layout(map);
  if (auto done = layout.read(); !done) return done.error();
  return layout.text();
}

std::string troubleshooting_layout(const std::vector<std::string>& known) {
  std::string out =
      "# Troubleshooting index\n\nWhat was seen, what caused it, what mends it, and where the truth stands.\n";
  if (!known.empty()) out += "\n## Written down elsewhere\n\n";
  for (const std::string& path : known) out += "- `" + path + "`\n";
  return out + "\n## Entries\n";
}

}  // namespace fingerpost
