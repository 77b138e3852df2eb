#include "component-map/precedence.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "component-map/compose_layers.h"
#include "component-map/note.h"
#include "component-map/pipeline_layers.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// "docker-compose.prod.yml" → "prod"; "docker-compose.yml" → "".
std::string qualifier_of(std::string_view name, std::string_view stem) {
  std::string_view rest = name.substr(stem.size());
  const auto dot = rest.rfind('.');
  rest = rest.substr(0, dot == std::string_view::npos ? 0 : dot);
  while (!rest.empty() && !is_alnum(rest.front())) rest.remove_prefix(1);
  return std::string(rest);
}

std::vector<std::string> keys_upward(const std::vector<StoredPlace>& places, std::size_t index) {
  std::vector<std::string> out;
  for (std::size_t at = index; at != 0; at = static_cast<std::size_t>(places[at].parent)) out.push_back(places[at].key);
  return out;
}

Result<std::string> layers_note(Map& map, LiveReader& live, const Ranked& answer) {
  const Layer own = layer_of(answer.source->path);
  if (own.family.empty() || answer.index == 0) return std::string();
  auto places = map.places_of(*answer.source);
  if (!places) return places.error();
  const std::vector<std::string> locator = keys_upward(**places, answer.index);
  std::string wins;
  std::string loses;
  std::size_t named = 0;
  for (const Source& other : map.sources()) {
    if (other.path == answer.source->path || named >= kMostNamed) continue;
    const Layer layer = layer_of(other.path);
    if (layer.family != own.family || layer.rank == own.rank || !live.is_current(other)) continue;
    auto theirs = map.places_of(other);
    if (!theirs) return theirs.error();
    for (std::size_t i = 1; i < (*theirs)->size(); ++i) {
      if ((**theirs)[i].key != answer.place.key || keys_upward(**theirs, i) != locator) continue;
      const std::string at = fmt::format("{}:{}", other.path, (**theirs)[i].line_start);
      if (layer.rank > own.rank)
        wins += fmt::format("{}{} ({})", wins.empty() ? "" : ", ", at, layer.when);
      else
        loses += (loses.empty() ? "" : ", ") + at;
      ++named;
      break;
    }
  }
  std::string note;
  if (!wins.empty()) note = "overridden by " + wins;
  if (!loses.empty()) note += (note.empty() ? "" : "; ") + fmt::format("overrides {} ({})", loses, own.when);
  return note;
}

Result<std::string> disagreement_note(Map& map, LiveReader& live, const Ranked& answer) {
  if (answer.place.kind != Kind::variable || answer.place.name.empty()) return std::string();
  if (answer.place.role != Role::declared && answer.place.role != Role::passed) return std::string();
  const std::string own = literal_at(live, answer.source->path, answer.place.line_start);
  if (own.empty()) return std::string();
  std::string others;
  std::size_t named = 0;
  for (const Source& source : map.sources()) {
    if (named >= kMostNamed) break;
    if (source.format != "env" && source.format != "yaml" && source.format != "dockerfile" && source.format != "toml")
      continue;
    // pipeline_note speaks of what CI and local files set, and of the levels within one pipeline.
    if (is_pipeline(source.path) != is_pipeline(answer.source->path)) continue;
    if (is_pipeline(source.path) && source.path == answer.source->path) continue;
    const GlobalDoc first = map.first_doc(source);
    bool holds = false;
    for (DocId i = 0; i < source.count && !holds; ++i) holds = map.info(first + i).kind == Kind::variable;
    if (!holds) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    for (const StoredPlace& place : **places) {
      if (place.kind != Kind::variable || place.name != answer.place.name) continue;
      if (source.path == answer.source->path && place.line_start == answer.place.line_start) continue;
      if ((place.role != Role::declared && place.role != Role::passed) || !live.is_current(source)) continue;
      const std::string value = literal_at(live, source.path, place.line_start);
      if (value.empty() || value == own || is_placeholder(value) != is_placeholder(own)) continue;
      others += fmt::format("{}{}:{}", others.empty() ? "" : ", ", source.path, place.line_start);
      ++named;
      break;
    }
  }
  return others.empty() ? others : "set differently at " + others;
}

}  // namespace

Layer layer_of(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  const std::string directory(directory_of(path));
  Layer layer;
  for (std::string_view stem : {"docker-compose", "compose"}) {
    if (!name.starts_with(stem) || !(name.ends_with(".yml") || name.ends_with(".yaml"))) continue;
    const std::string qualifier = qualifier_of(name, stem);
    layer.family = "compose " + directory;
    layer.rank = qualifier.empty() ? 0 : qualifier == "override" ? 1 : 2;
    layer.when = qualifier.empty()         ? "the base"
                 : qualifier == "override" ? "merged by docker compose without being asked"
                                           : "when given with -f";
    return layer;
  }
  if (is_env_file(path) && !is_example_file(path) && name.starts_with(".env")) {
    const std::string qualifier = name.size() > 5 ? name.substr(5) : "";
    layer.family = "env " + directory;
    layer.rank = qualifier.empty() ? 0 : qualifier == "local" ? 1 : qualifier.ends_with(".local") ? 3 : 2;
    layer.when = qualifier.empty() ? "everywhere" : qualifier == "local" ? "on this machine" : "in " + qualifier;
    return layer;
  }
  if (name.starts_with("values") && (name.ends_with(".yaml") || name.ends_with(".yml"))) {
    const std::string qualifier = qualifier_of(name, "values");
    layer.family = "values " + directory;
    layer.rank = qualifier.empty() ? 0 : 1;
    layer.when = qualifier.empty() ? "the chart's default" : "when given with -f, for " + qualifier;
  }
  return layer;
}

Result<std::string> precedence_note(Map& map, LiveReader& live, const Ranked& answer) {
  std::string note;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) note += (note.empty() ? "" : "; ") + part;
  };
  for (const auto of : {layers_note, compose_note}) {
    auto part = of(map, live, answer);
    if (!part) return part.error();
    add(*part);
  }
  if (note.empty()) {
    auto part = disagreement_note(map, live, answer);
    if (!part) return part.error();
    add(*part);
  }
  auto part = pipeline_note(map, live, answer);
  if (!part) return part.error();
  add(*part);
  return note;
}

}  // namespace fingerpost
