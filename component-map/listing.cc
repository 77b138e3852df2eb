#include "component-map/listing.h"

#include <algorithm>

#include "base/text.h"
#include "component-map/precedence.h"

namespace fingerpost {

std::optional<Kind> kind_to_list(const Question& question) {
  constexpr float kTells = 0.5f;  // words below it are fillers: "system", "use", "all"
  std::optional<Kind> kind;
  for (const QuestionWord& word : question.words) {
    if (word.importance < kTells) continue;
    std::optional<Kind> of_word;
    for (const Kind known : {Kind::port, Kind::service, Kind::command, Kind::variable, Kind::workflow, Kind::alert,
                             Kind::image, Kind::volume, Kind::stage})
      if (equal_ignoring_case(word.text, std::string(name_of(known)) + "s")) of_word = known;
    if (!of_word || (kind && *kind != *of_word)) return std::nullopt;
    kind = of_word;
  }
  return kind;
}

Result<std::vector<Ranked>> list_kind(Map& map, Kind kind, std::size_t most) {
  std::vector<Ranked> out;
  bool published = false;
  for (const Source& source : map.sources()) {
    const GlobalDoc first = map.first_doc(source);
    bool holds = false;
    for (DocId i = 0; i < source.count && !holds; ++i) holds = map.info(first + i).kind == kind;
    if (!holds) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      if ((**places)[i].kind != kind) continue;
      Ranked r = ranked_at(map, source, **places, static_cast<DocId>(i));
      r.coverage = r.words = r.score = 1.0f;
      published = published || r.place.role == Role::published;
      out.push_back(std::move(r));
    }
  }
  if (published) std::erase_if(out, [](const Ranked& r) { return r.place.role != Role::published; });
  // The file that holds for everybody comes before its variants, and the root before what lies deeper.
  const auto order = [](const Ranked& r) {
    return std::pair(std::count(r.source->path.begin(), r.source->path.end(), '/'), layer_of(r.source->path).rank);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Ranked& a, const Ranked& b) { return order(a) < order(b); });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace fingerpost
