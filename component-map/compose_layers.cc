#include "component-map/compose_layers.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "component-map/note.h"

namespace fingerpost {
namespace {

using Places = std::vector<StoredPlace>;

constexpr int kMostHops = 8;  // of services that extend each other

// A path written in a file of `directory` as one below the root; "" where it leaves the root.
std::string below_root(std::string_view directory, std::string_view written) {
  if (written.starts_with("/")) return {};
  std::vector<std::string> parts;
  for (std::string_view half : {directory, written})
    for (std::string_view part : split(half, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.emplace_back(part);
      } else if (parts.empty()) {
        return {};
      } else {
        parts.pop_back();
      }
    }
  return join(parts, "/");
}

// Where a place stands in a service: the service's place, and the keys from it down to the place.
struct InService {
  std::size_t service = 0;  // 0: in no service
  std::vector<std::string> keys;
};

InService in_service(const Places& places, std::size_t index) {
  InService out;
  for (std::size_t at = index; at != 0; at = static_cast<std::size_t>(places[at].parent)) {
    if (places[at].kind == Kind::service) {
      out.service = at;
      std::reverse(out.keys.begin(), out.keys.end());
      return out;
    }
    out.keys.push_back(places[at].key);
  }
  return {};
}

// The children of a place. Places are in document order, a subtree contiguous.
std::vector<std::size_t> children_of(const Places& places, std::size_t parent) {
  std::vector<std::size_t> out;
  for (std::size_t i = parent + 1; i < places.size() && static_cast<std::size_t>(places[i].parent) >= parent; ++i)
    if (static_cast<std::size_t>(places[i].parent) == parent) out.push_back(i);
  return out;
}

std::size_t child_called(const Places& places, std::size_t parent, std::string_view key) {
  for (const std::size_t child : children_of(places, parent))
    if (places[child].key == key) return child;
  return 0;
}

std::size_t below(const Places& places, std::size_t at, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    at = child_called(places, at, key);
    if (at == 0) return 0;
  }
  return at;
}

std::size_t service_called(const Places& places, std::string_view name) {
  for (std::size_t i = 1; i < places.size(); ++i)
    if (places[i].kind == Kind::service && places[i].name == name) return i;
  return 0;
}

// What `extends` of a service names: the file ("" for its own) and the service.
struct Base {
  std::string path;
  std::string service;
};

std::optional<Base> base_of(const std::string& path, const Places& places, std::size_t service) {
  const std::size_t extends = child_called(places, service, "extends");
  if (extends == 0) return std::nullopt;
  const std::string& name = places[extends].name;
  const auto hash = name.rfind('#');
  if (hash == std::string::npos) return std::nullopt;
  return Base{hash == 0 ? path : below_root(directory_of(path), std::string_view(name).substr(0, hash)),
              name.substr(hash + 1)};
}

std::string at(const std::string& path, const StoredPlace& place) {
  return path + ":" + std::to_string(place.line_start);
}

bool is_set_once(const StoredPlace& place) {
  // Lists are joined by compose rather than overridden, and so are mappings: what wins is a value.
  for (std::string_view joined : {"ports", "expose", "volumes", "environment", "env_file", "depends_on", "labels"})
    if (place.key == joined) return false;
  return place.kind == Kind::setting || place.kind == Kind::variable || place.kind == Kind::image ||
         place.kind == Kind::healthcheck;
}

// The place of the services that this one extends, from the nearest on, where they set the same key.
Result<std::string> taken_over(Map& map, LiveReader& live, const Ranked& answer, const Places& own,
                               const InService& where) {
  std::string out;
  std::set<std::string> seen;
  Base base{answer.source->path, own[where.service].name};
  Map::Places places;
  const Places* here = &own;
  std::size_t service = where.service;
  for (int hop = 0; hop < kMostHops; ++hop) {
    auto next = base_of(base.path, *here, service);
    if (!next || !seen.insert(next->path + "#" + next->service).second) break;
    base = std::move(*next);
    const Source* source = map.find(base.path);
    if (source == nullptr || !live.is_current(*source)) break;
    auto read = map.places_of(*source);
    if (!read) return read.error();
    places = *read;
    here = places.get();
    service = service_called(*here, base.service);
    if (service == 0) break;
    if (const std::size_t set = below(*here, service, where.keys); set != 0 && seen.size() <= kMostNamed)
      append(out, at(base.path, (*here)[set]));
  }
  return out;
}

// A compose file has services, and YAML's format.
bool may_be_compose(Map& map, const Source& source) {
  if (source.format != "yaml") return false;
  const GlobalDoc first = map.first_doc(source);
  for (DocId i = 0; i < source.count; ++i)
    if (map.info(first + i).kind == Kind::service) return true;
  return false;
}

// How a service came to be given a variable by the env file: `environment` of the same service wins over it.
void note_environment(const Source& source, const Places& places, std::size_t service, std::string_view env_path,
                      const std::string& variable, LiveReader& live, std::string& out) {
  const std::size_t env_file = child_called(places, service, "env_file");
  const std::size_t environment = child_called(places, service, "environment");
  if (env_file == 0 || environment == 0) return;
  const auto names_it = [&](const StoredPlace& place) {
    return !place.name.empty() && below_root(directory_of(source.path), place.name) == env_path;
  };
  const auto files = children_of(places, env_file);
  if (!names_it(places[env_file]) &&
      std::none_of(files.begin(), files.end(), [&](std::size_t file) { return names_it(places[file]); }))
    return;
  const std::size_t set = child_called(places, environment, variable);
  // What refers to a variable takes its value from outside, and most likely from this very file.
  if (set == 0 || literal_at(live, source.path, places[set].line_start).empty()) return;
  append(out, at(source.path, places[set]) + " (environment of " + places[service].name + ")");
}

// What other files say about this place: services that extend its service, files that include its file, and
// `environment` that wins over its env file.
struct FromOthers {
  std::string extended;
  std::string included;
  std::string environment;
};

Result<FromOthers> from_others(Map& map, LiveReader& live, const Ranked& answer, const Places& own,
                               const InService& where) {
  FromOthers out;
  const std::string& path = answer.source->path;
  const bool env = answer.source->format == "env" && answer.place.kind == Kind::variable;
  std::size_t named = 0;
  for (const Source& source : map.sources()) {
    if (named >= kMostNamed) break;
    const bool compose = may_be_compose(map, source);
    if (!compose && !contains(base_name(source.path), "compose")) continue;
    if (source.format != "yaml" || !live.is_current(source)) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    if (const std::size_t include = child_called(**places, 0, "include"); include != 0 && where.service != 0)
      for (std::size_t i = include; i < (*places)->size(); ++i) {
        if (i != include && static_cast<std::size_t>((**places)[i].parent) < include) break;
        const std::string& name = (**places)[i].name;
        if (name.empty() || below_root(directory_of(source.path), name) != path) continue;
        append(out.included, at(source.path, (**places)[i]));
        ++named;
        break;
      }
    if (!compose) continue;
    for (std::size_t i = 1; i < (*places)->size() && named < kMostNamed; ++i) {
      if ((**places)[i].kind != Kind::service) continue;
      if (env) {
        const std::size_t before = out.environment.size();
        note_environment(source, **places, i, path, answer.place.name, live, out.environment);
        if (out.environment.size() != before) ++named;
      } else if (where.service != 0 && !where.keys.empty() && is_set_once(answer.place)) {
        const auto base = base_of(source.path, **places, i);
        if (!base || base->path != path || base->service != own[where.service].name) continue;
        const std::size_t set = below(**places, i, where.keys);
        if (set == 0) continue;
        append(out.extended, at(source.path, (**places)[set]) + " (for " + (**places)[i].name + ", by extends)");
        ++named;
      }
    }
  }
  return out;
}

// The entries of a service's env files that its `environment` wins over.
Result<std::string> env_files_below(Map& map, LiveReader& live, const Ranked& answer, const Places& own,
                                    const InService& where) {
  std::string out;
  if (answer.place.kind != Kind::variable || where.keys.size() != 2 || where.keys[0] != "environment") return out;
  if (literal_at(live, answer.source->path, answer.place.line_start).empty()) return out;
  const std::size_t env_file = child_called(own, where.service, "env_file");
  if (env_file == 0) return out;
  std::vector<std::size_t> files = children_of(own, env_file);
  files.push_back(env_file);
  for (const std::size_t file : files) {
    if (own[file].name.empty()) continue;
    const Source* source = map.find(below_root(directory_of(answer.source->path), own[file].name));
    if (source == nullptr || !live.is_current(*source)) continue;
    auto places = map.places_of(*source);
    if (!places) return places.error();
    for (const StoredPlace& place : **places)
      if (place.kind == Kind::variable && place.name == answer.place.name && place.role == Role::declared) {
        append(out, at(source->path, place) + " (env_file)");
        break;
      }
  }
  return out;
}

}  // namespace

Result<std::string> compose_note(Map& map, LiveReader& live, const Ranked& answer) {
  if (answer.index == 0) return std::string();
  const bool env = answer.source->format == "env" && answer.place.kind == Kind::variable;
  if (!env && answer.source->format != "yaml") return std::string();
  auto own = map.places_of(*answer.source);
  if (!own) return own.error();
  const InService where = in_service(**own, answer.index);
  if (!env && where.service == 0) return std::string();
  auto others = from_others(map, live, answer, **own, where);
  if (!others) return others.error();
  std::string wins = others->extended;
  if (!others->environment.empty()) append(wins, others->environment);
  std::string loses;
  if (!env && !where.keys.empty()) {
    auto bases = is_set_once(answer.place) ? taken_over(map, live, answer, **own, where) : std::string();
    if (!bases) return bases.error();
    auto files = env_files_below(map, live, answer, **own, where);
    if (!files) return files.error();
    if (!bases->empty()) append(loses, *bases + " (taken over by extends)");
    if (!files->empty()) append(loses, *files);
  }
  std::string note;
  const auto say = [&](std::string_view what, const std::string& places) {
    if (!places.empty()) note += (note.empty() ? "" : "; ") + std::string(what) + places;
  };
  say("overridden by ", wins);
  say("overrides ", loses);
  say("included by ", others->included);
  return note;
}

}  // namespace fingerpost
