#include "upkeep/check/inventory.h"

#include <algorithm>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "upkeep/check/stated.h"

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

// "${NAME:-value}" and "${NAME-value}", as compose files give defaults.
void read_defaults(LiveReader& live, const std::string& path, Inventory& out) {
  auto file = live.read(path);
  if (!file) return;
  const Lines& lines = *(*file)->lines;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    if (trim(line).starts_with("#")) continue;
    for (auto at = line.find("${"); at != std::string_view::npos; at = line.find("${", at + 2)) {
      std::size_t end = at + 2;
      while (end < line.size() && (is_alnum(line[end]) || line[end] == '_')) ++end;
      const std::string name(line.substr(at + 2, end - at - 2));
      std::string_view rest = line.substr(end);
      if (!rest.starts_with(":-") && !rest.starts_with("-")) continue;
      rest.remove_prefix(rest.front() == ':' ? 2 : 1);
      const std::string value(rest.substr(0, rest.find('}')));
      if (!value.empty() && !contains(value, "$") && !is_secret_name(name))
        out.defaults[name].push_back({path, n, value, "", Role::fallback});
    }
  }
}

void read_dockerfile(LiveReader& live, const std::string& path, Inventory& out) {
  auto file = live.read(path);
  if (!file) return;
  const Lines& lines = *(*file)->lines;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (!starts_with_ignoring_case(line, "from ")) continue;
    for (std::string_view word : split(line.substr(5), ' ')) {
      if (word.empty() || word.starts_with("--")) continue;
      if (!contains(word, "$")) out.images.push_back({path, n, std::string(word), "", Role::none});
      break;
    }
  }
}

// The version in a file that tools obey: .nvmrc, go.mod, …
void read_toolchain(LiveReader& live, const std::string& path, Inventory& out) {
  struct File {
    std::string_view name;
    std::string_view tool;
    std::string_view before;  // what stands before the version on its line
  };
  static constexpr File kFiles[] = {{".nvmrc", "node", ""},
                                    {".node-version", "node", ""},
                                    {".python-version", "python", ""},
                                    {".ruby-version", "ruby", ""},
                                    {"go.mod", "go", "go "},
                                    {".tool-versions", "node", "nodejs "},
                                    {".tool-versions", "python", "python "},
                                    {".tool-versions", "ruby", "ruby "}};
  for (const File& one : kFiles) {
    if (base_name(path) != one.name) continue;
    auto file = live.read(path);
    if (!file) return;
    for (int n = 1; n <= (*file)->lines->count(); ++n) {
      std::string_view line = trim((*file)->lines->line(n));
      if (!line.starts_with(one.before)) continue;
      line = trim(line.substr(one.before.size()));
      while (!line.empty() && !is_digit(line.front())) line.remove_prefix(1);
      if (!line.empty()) out.toolchains[std::string(one.tool)].push_back({path, n, std::string(line), "", Role::none});
      break;
    }
  }
}

// An object of a cluster that runs something.
bool is_workload(const StoredPlace& place) {
  if (place.kind != Kind::object) return false;
  const std::string_view kind = std::string_view(place.key).substr(0, place.key.find('/'));
  return kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "CronJob";
}

bool is_compose(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  return contains(name, "compose") || contains(to_lower(path), "compose");
}

}  // namespace

Inventory::Inventory(Map& map, LiveReader& live) {
  std::vector<std::string> makefiles;
  for (const Source& source : map.sources()) {
    if (source.format == "markdown") continue;
    read_toolchain(live, source.path, *this);
    if (source.format == "file") continue;
    if (is_compose(source.path)) read_defaults(live, source.path, *this);
    if (source.format == "dockerfile") read_dockerfile(live, source.path, *this);
    if (source.format == "makefile") makefiles.push_back(source.path);
    if (source.format == "justfile" || to_lower(base_name(source.path)).starts_with("taskfile"))
      if (auto file = live.read(source.path))
        for (int n = 1; n <= (*file)->lines->count(); ++n) {
          const std::string_view line = (*file)->lines->line(n);
          open_task_files |= line.starts_with("import ") || line.starts_with("mod ") || line.starts_with("includes:");
        }
    if (directory_of(source.path) == ".github/workflows" &&
        (source.path.ends_with(".yml") || source.path.ends_with(".yaml")))
      workflows[std::string(base_name(source.path))].push_back({source.path, 1, "", "", Role::none});
    // Code has nothing else that is asked for here, and is the most of it.
    bool worth = false;
    const GlobalDoc first = map.first_doc(source);
    for (DocId i = 0; i < source.count && !worth; ++i) {
      const Kind kind = map.info(first + i).kind;
      worth = kind == Kind::command || kind == Kind::service || kind == Kind::variable || kind == Kind::port ||
              kind == Kind::image || kind == Kind::alert || kind == Kind::component || kind == Kind::object;
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
      } else if (place.kind == Kind::component || is_workload(place)) {
        // A template's name is put together elsewhere.
        const std::string& called = place.name.empty() ? place.key : place.name;
        if (called.find_first_of("{}$ ") == std::string::npos) components[called].push_back(one);
      } else if (place.kind == Kind::variable && place.role != Role::documented && !place.name.empty()) {
        variables[place.name].push_back(one);
        if (is_example_file(source.path) && !is_secret_name(place.name)) {
          one.value = literal_at(live, source.path, place.line_start);
          if (!one.value.empty()) defaults[place.name].push_back(one);
        }
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
  make = make_rules(live, makefiles);
  for (const MakeTarget& target : make.targets)
    make_targets[target.name].push_back({target.path, target.line, "", "", Role::none});
}

bool Inventory::makes(std::string_view target, const std::function<bool(std::string_view)>& is_meant) const {
  if (make_targets.contains(target)) return true;
  return std::any_of(make.patterns.begin(), make.patterns.end(), [&](const MakePattern& pattern) {
    const auto sign = pattern.target.find('%');
    const std::string_view front = std::string_view(pattern.target).substr(0, sign);
    const std::string_view back = std::string_view(pattern.target).substr(sign + 1);
    if (target.size() <= front.size() + back.size() || !target.starts_with(front) || !target.ends_with(back) ||
        !is_meant(pattern.path))
      return false;
    const std::string stem(target.substr(front.size(), target.size() - front.size() - back.size()));
    // A rule applies where what it needs can be made: "%: common-%".
    for (std::string_view needed : split(std::string_view(pattern.needs).substr(0, pattern.needs.find(';')), ' ')) {
      needed = trim(needed);
      const auto at = needed.find('%');
      if (at == std::string_view::npos || needed.find_first_of("/.$") != std::string_view::npos) continue;
      if (!make_targets.contains(std::string(needed.substr(0, at)) + stem + std::string(needed.substr(at + 1))))
        return false;
    }
    return true;
  });
}

std::vector<Offered> Inventory::offered() const {
  std::vector<Offered> out;
  // What a test, an example or a tool has for itself is not offered, and a leading underscore says the same.
  const auto offer = [&](const std::string& name, const std::vector<Declared>& places, std::string_view what) {
    if (name.size() < 2 || name.front() == '_') return;
    const auto place =
        std::find_if(places.begin(), places.end(), [](const Declared& one) { return !is_aside(one.path); });
    if (place != places.end()) out.push_back({what, name, &*place});
  };
  const auto each = [&](const Names& names, std::string_view what) {
    for (const auto& [name, places] : names) offer(name, places, what);
  };
  each(services, "service");
  for (const auto& [name, places] : components)
    if (!services.contains(name)) offer(name, places, "component");
  each(make_targets, "make target");
  // The name of a file is a step of the build, and nobody's command.
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const Offered& one) {
                             return one.what == "make target" && one.name.find_first_of("./") != std::string_view::npos;
                           }),
            out.end());
  each(just_recipes, "recipe");
  each(tasks, "task");
  for (const auto& [name, places] : workflows) out.push_back({"workflow", name, &places.front()});
  for (const auto& [name, places] : variables) {
    const auto place = std::find_if(places.begin(), places.end(), [](const Declared& one) {
      return (one.role == Role::required || (one.role == Role::declared && is_example_file(one.path))) &&
             !is_aside(one.path);
    });
    if (place != places.end()) out.push_back({"variable", name, &*place});
  }
  return out;
}

}  // namespace fingerpost
