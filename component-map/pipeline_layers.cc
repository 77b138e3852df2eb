#include "component-map/pipeline_layers.h"

#include <vector>

#include "base/text.h"
#include "component-map/note.h"

namespace fingerpost {
namespace {

using Places = std::vector<StoredPlace>;

bool is_set(const StoredPlace& place) {
  return place.kind == Kind::variable && !place.name.empty() &&
         (place.role == Role::declared || place.role == Role::passed || place.role == Role::required);
}

// What holds the `env` or `variables` in which a variable stands: a workflow, a job, a step; the whole file is 0.
std::size_t holder_of(const Places& places, const StoredPlace& variable) {
  const auto& list = places[static_cast<std::size_t>(variable.parent)];
  return variable.parent == 0 ? 0 : static_cast<std::size_t>(list.parent);
}

bool is_inside(const Places& places, std::size_t inner, std::size_t outer) {
  for (std::size_t at = inner; at != 0; at = static_cast<std::size_t>(places[at].parent))
    if (at == outer) return true;
  return outer == 0;
}

std::string level_of(const Places& places, std::size_t holder) {
  const StoredPlace& place = places[holder];
  if (holder == 0 || place.kind == Kind::workflow) return "the whole pipeline";
  return std::string(name_of(place.kind)) + " " + clip(place.key, 40);
}

std::string nesting_note(const std::string& path, const Places& places, const Ranked& answer) {
  const std::size_t own = holder_of(places, answer.place);
  std::string inner;
  std::string outer;
  std::size_t named = 0;
  for (std::size_t i = 1; i < places.size() && named < kMostNamed; ++i) {
    if (i == answer.index || !is_set(places[i]) || places[i].name != answer.place.name) continue;
    const std::size_t holder = holder_of(places, places[i]);
    if (holder == own) continue;
    const std::string at = path + ":" + std::to_string(places[i].line_start) + " (" + level_of(places, holder) + ")";
    if (is_inside(places, holder, own)) {
      append(inner, at);
      ++named;
    } else if (is_inside(places, own, holder)) {
      append(outer, at);
      ++named;
    }
  }
  std::string note;
  if (!inner.empty()) note = "overridden by " + inner;
  if (!outer.empty()) note += (note.empty() ? "" : "; ") + ("overrides " + outer);
  return note;
}

// The first place of a source that sets the variable to anything else than `value`, or 0.
std::size_t set_otherwise(LiveReader& live, const Source& source, const Places& places, const std::string& name,
                          const std::string& value) {
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (!is_set(places[i]) || places[i].name != name) continue;
    if (value.empty() || literal_at(live, source.path, places[i].line_start) != value) return i;
  }
  return 0;
}

bool holds_variables(Map& map, const Source& source) {
  const GlobalDoc first = map.first_doc(source);
  for (DocId i = 0; i < source.count; ++i)
    if (map.info(first + i).kind == Kind::variable) return true;
  return false;
}

}  // namespace

bool is_pipeline(std::string_view path) {
  const std::string_view name = base_name(path);
  for (std::string_view folder : {".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/", ".circleci/"})
    if (contains(path, folder)) return true;
  return name.ends_with(".gitlab-ci.yml") || name.ends_with(".gitlab-ci.yaml");
}

Result<std::string> pipeline_note(Map& map, LiveReader& live, const Ranked& answer) {
  if (!is_set(answer.place)) return std::string();
  const bool in_pipeline = is_pipeline(answer.source->path);
  std::string note;
  if (in_pipeline) {
    auto places = map.places_of(*answer.source);
    if (!places) return places.error();
    note = nesting_note(answer.source->path, **places, answer);
  }
  const std::string own = literal_at(live, answer.source->path, answer.place.line_start);
  std::string others;
  std::size_t named = 0;
  for (const Source& source : map.sources()) {
    if (named >= kMostNamed) break;
    // From CI's side, local is what compose and env files say; from theirs, any pipeline.
    if (is_pipeline(source.path) == in_pipeline) continue;
    const std::string_view name = base_name(source.path);
    if (in_pipeline && source.format != "env" && !contains(name, "compose")) continue;
    if (!holds_variables(map, source) || !live.is_current(source)) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    const std::size_t set = set_otherwise(live, source, **places, answer.place.name, own);
    if (set == 0) continue;
    std::string at = source.path + ":" + std::to_string((**places)[set].line_start);
    if (!in_pipeline) at += " (" + level_of(**places, holder_of(**places, (**places)[set])) + ")";
    append(others, at);
    ++named;
  }
  if (!others.empty())
    note +=
        (note.empty() ? "" : "; ") + (in_pipeline ? "wins in CI; locally: " + others : "in CI: " + others + " wins");
  return note;
}

}  // namespace fingerpost
