#include "upkeep/check/inventory.h"

#include "base/text.h"

namespace fingerpost {
namespace {

// The line as it stands, for what the map keeps no text of.
std::string_view line_of(LiveReader& live, const std::string& path, int line) {
  auto file = live.read(path);
  if (!file || line < 1 || line > (*file)->lines->count()) return {};
  return (*file)->lines->line(line);
}

std::string value_behind_colon(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  line = trim(line.substr(colon + 1));
  if (const auto comment = line.find(" #"); comment != std::string_view::npos) line = trim(line.substr(0, comment));
  while (!line.empty() && (line.front() == '"' || line.front() == '\'')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == '"' || line.back() == '\'' || line.back() == ',')) line.remove_suffix(1);
  return std::string(line);
}

// Makefiles by their bytes: every target of a rule, several on one line, and what makes any name a target.
void read_makefile(LiveReader& live, const std::string& path, Inventory& out) {
  auto file = live.read(path);
  if (!file) return;
  const Lines& lines = *(*file)->lines;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    if (line.empty() || line.front() == '\t' || line.front() == '#' || line.front() == ' ') continue;
    if (line.starts_with("include ") || line.starts_with("-include ") || line.starts_with("sinclude ") ||
        line.starts_with("define ")) {
      // One that stands in the tree is read by itself.
      out.open_makefiles |= line.starts_with("define ") || contains(line, "$") || contains(line, "http");
      continue;
    }
    if (contains(line, "$(eval") || contains(line, "$(foreach")) out.open_makefiles = true;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.substr(colon).starts_with(":=") ||
        line.substr(colon).starts_with("::="))
      continue;
    if (line.find('=') < colon) continue;
    if (line.starts_with(".PHONY")) {
      for (std::string_view name : split(line.substr(colon + 1), ' '))
        if (!trim(name).empty()) out.make_targets[std::string(trim(name))].push_back({path, n, "", "", Role::none});
      continue;
    }
    if (line.front() == '.') continue;
    for (std::string_view name : split(line.substr(0, colon), ' ')) {
      name = trim(name);
      if (name.empty()) continue;
      if (contains(name, "$") || contains(name, "%")) {
        // "build/%.o" makes objects; "%" or "test-%" makes names.
        if (!contains(name, "/") && !contains(name, ".")) out.open_makefiles = true;
        continue;
      }
      out.make_targets[std::string(name)].push_back({path, n, "", "", Role::none});
    }
  }
}

bool is_compose(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  return contains(name, "compose") || contains(to_lower(path), "compose");
}

}  // namespace

Inventory::Inventory(Map& map, LiveReader& live) {
  for (const Source& source : map.sources()) {
    if (source.format == "markdown" || source.format == "file") continue;
    if (source.format == "makefile") read_makefile(live, source.path, *this);
    if (source.path.starts_with(".github/workflows/"))
      workflows[std::string(base_name(source.path))].push_back({source.path, 1, "", "", Role::none});
    // Code has nothing else that is asked for here, and is the most of it.
    bool worth = false;
    const GlobalDoc first = map.first_doc(source);
    for (DocId i = 0; i < source.count && !worth; ++i) {
      const Kind kind = map.info(first + i).kind;
      worth = kind == Kind::command || kind == Kind::service || kind == Kind::variable || kind == Kind::port ||
              kind == Kind::image || kind == Kind::alert;
    }
    if (!worth) continue;
    auto places = map.places_of(source);
    if (!places) continue;
    const auto& all = **places;
    const auto owner_of = [&](const StoredPlace& place) -> std::string {
      for (std::int32_t at = place.parent; at > 0; at = all[static_cast<std::size_t>(at)].parent)
        if (all[static_cast<std::size_t>(at)].kind == Kind::service) return all[static_cast<std::size_t>(at)].key;
      return {};
    };
    const std::string name(base_name(source.path));
    for (const StoredPlace& place : all) {
      Declared one{source.path, place.line_start, "", "", place.role};
      if (place.kind == Kind::command) {
        if (name == "package.json") scripts[place.name].push_back(one);
        if (source.format == "justfile") just_recipes[place.name].push_back(one);
        if (to_lower(name).starts_with("taskfile")) tasks[place.name].push_back(one);
      } else if (place.kind == Kind::service) {
        if (is_compose(source.path)) services[place.name.empty() ? place.key : place.name].push_back(one);
      } else if (place.kind == Kind::variable && place.role != Role::documented && !place.name.empty()) {
        variables[place.name].push_back(one);
      } else if (place.kind == Kind::alert) {
        alerts[place.name.empty() ? place.key : place.name].push_back(one);
      } else if (place.kind == Kind::port) {
        one.owner = owner_of(place);
        one.value = place.key;
        ports.push_back(one);
      } else if (place.kind == Kind::image) {
        one.owner = owner_of(place);
        one.value = value_behind_colon(line_of(live, source.path, place.line_start));
        images.push_back(one);
      }
    }
  }
}

}  // namespace fingerpost
