#include "component-map/variable_source.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr int kMostLines = 3;  // a longer place is a block that happens to use variables

bool may_refer(const Ranked& answer) {
  switch (answer.place.kind) {
    case Kind::setting:
    case Kind::variable:
    case Kind::port:
    case Kind::image:
    case Kind::list_item: return answer.place.line_end - answer.place.line_start < kMostLines;
    default: return false;
  }
}

// Whether a service takes a variable over as it is: "NAME:" and "- NAME" of a compose file.
bool is_handed_on(const Ranked& answer, std::string_view text) {
  if (answer.place.kind != Kind::variable || answer.place.role != Role::passed) return false;
  text = trim(text.substr(0, text.find('\n')));
  return !contains(text, "=") && (text.ends_with(answer.place.name) || text.ends_with(answer.place.name + ":"));
}

// Steps from one directory to another, up and down the tree.
std::size_t distance(std::string_view from, std::string_view to) {
  const auto parts = [](std::string_view path) {
    return path.empty() ? std::vector<std::string_view>() : split(path, '/');
  };
  const auto a = parts(from);
  const auto b = parts(to);
  const auto apart = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>((a.end() - apart.first) + (b.end() - apart.second));
}

}  // namespace

std::string_view variable_in(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at)) {
    ++at;
    if (at < text.size() && text[at] == '$') {
      ++at;
      continue;
    }
    if (at < text.size() && text[at] == '{') ++at;
    std::size_t end = at;
    while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) ++end;
    if (end > at && !is_digit(text[at])) return text.substr(at, end - at);
  }
  return {};
}

Result<std::optional<Ranked>> variable_source(Map& map, LiveReader& live, const Ranked& answer) {
  std::optional<Ranked> out;
  if (!may_refer(answer)) return out;
  auto file = live.read(answer.source->path);
  if (!file || (*file)->hash != answer.source->hash) return out;
  const std::string_view text = (*file)->lines->range(answer.place.line_start, answer.place.line_end);
  const std::string_view name = is_handed_on(answer, text) ? answer.place.name : variable_in(text);
  if (name.empty()) return out;
  using Order = std::tuple<std::size_t, bool, std::string_view>;
  std::optional<Order> best;
  for (const Source& source : map.sources()) {
    if (source.format != "env" || source.path == answer.source->path) continue;
    const Order order(distance(directory_of(answer.source->path), directory_of(source.path)),
                      is_example_file(source.path), source.path);
    if (best && *best <= order) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      const StoredPlace& place = (**places)[i];
      if (place.kind != Kind::variable || place.role != Role::declared || place.name != name) continue;
      out = ranked_at(map, source, **places, static_cast<DocId>(i));
      best = order;
      break;
    }
  }
  if (!out) return out;
  // It answers as well as the place that leads to it, which stands before it.
  static_cast<Fit&>(*out) = static_cast<const Fit&>(answer);
  return out;
}

}  // namespace fingerpost
