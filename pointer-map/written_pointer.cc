#include "pointer-map/written_pointer.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

std::string_view without_marks(std::string_view text) {
  text = trim(text);
  while (!text.empty() && (text.front() == '`' || text.front() == '*' || text.front() == '"' || text.front() == ' '))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == '`' || text.back() == '*' || text.back() == '"' || text.back() == ' ' ||
                           text.back() == ',' || text.back() == '.'))
    text.remove_suffix(1);
  return text;
}

bool same_segment(std::string_view written, std::string_view key) {
  return equal_ignoring_case(without_marks(written), without_marks(key));
}

// The heading's name as GitHub makes anchors of it: lower case, spaces to hyphens, other signs gone.
std::string anchor_of(std::string_view heading) {
  std::string out;
  for (const char c : to_lower(heading)) {
    if (is_alnum(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80) out += c;
    if (c == ' ') out += '-';
  }
  return out;
}

// The path with "." and ".." taken out; "" when it leaves the root.
std::string normalized(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (parts.empty()) return {};
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string out;
  for (const std::string_view part : parts) out.append(out.empty() ? "" : "/").append(part);
  return out;
}

const Source* source_at(const Map& map, std::string_view from, std::string_view written) {
  const std::string_view directory = directory_of(from);
  for (const std::string& path : {normalized(written), normalized(std::string(directory) + "/" + std::string(written))})
    if (const Source* source = path.empty() ? nullptr : map.find(path)) return source;
  // The end of exactly one path.
  const std::string end = "/" + normalized(written);
  if (end.size() < 4 || end.find('.') == std::string::npos) return nullptr;
  const Source* only = nullptr;
  for (const Source& source : map.sources()) {
    if (!source.path.ends_with(end)) continue;
    if (only != nullptr) return nullptr;
    only = &source;
  }
  return only;
}

// The page of a site built from the documents, as URLs name it: …/operations.html is docs/operations.rst, and so is
// …/operations/. The only document of that name counts.
const Source* source_of_page(const Map& map, std::string_view url) {
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  std::string_view stem = base_name(url);
  if (stem.ends_with(".html")) stem.remove_suffix(5);
  if (stem.size() < 3 || stem.find('.') != std::string_view::npos) return nullptr;
  const Source* only = nullptr;
  for (const Source& source : map.sources()) {
    const std::string_view name = base_name(source.path);
    const auto dot = name.rfind('.');
    const std::string_view extension = dot == std::string_view::npos ? std::string_view() : name.substr(dot);
    if (name.substr(0, dot) != stem ||
        (extension != ".md" && extension != ".mdx" && extension != ".rst" && extension != ".adoc"))
      continue;
    if (only != nullptr) return nullptr;
    only = &source;
  }
  return only;
}

// Whether the text names it as a whole: "read" is not named by "read_share".
bool names(std::string_view text, std::string_view name) {
  const auto is_part = [](char c) { return is_alnum(c) || c == '_'; };
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_part(text[at - 1]) || !is_part(name.front())) &&
        (end == text.size() || !is_part(text[end]) || !is_part(name.back())))
      return true;
  }
  return false;
}

bool is_path_byte(char c) {
  return is_alnum(c) || c == '/' || c == '.' || c == '-' || c == '_' || c == '@' || c == '+';
}

}  // namespace

std::optional<WrittenPointer> parse_written_pointer(std::string_view text) {
  WrittenPointer out;
  std::string rest(text);
  for (std::string_view arrow : {"→", "›", "->", "§"})
    for (auto at = rest.find(arrow); at != std::string::npos; at = rest.find(arrow, at + 1))
      rest.replace(at, arrow.size(), "\x1f");
  for (std::string_view segment : split(rest, '\x1f')) {
    segment = trim(segment);
    // Of several code words, the first is meant; what follows the last segment in prose is not read.
    if (segment.starts_with("`")) segment = segment.substr(0, segment.find('`', 1) + 1);
    const std::string_view bare = without_marks(segment);
    if (bare.empty()) continue;
    if (out.path.empty()) {
      const auto open = bare.find('(');
      out.path = std::string(trim(bare.substr(0, open)));
      if (out.path.starts_with("./")) out.path = out.path.substr(2);
    } else {
      out.locator.emplace_back(bare);
    }
  }
  if (out.path.empty()) return std::nullopt;
  return out;
}

Result<std::optional<PointedPlace>> resolve(Map& map, const WrittenPointer& pointer) {
  const Source* source = map.find(pointer.path);
  if (source == nullptr) return std::optional<PointedPlace>();
  auto places = map.places_of(*source);
  if (!places) return places.error();
  // Dotted key paths are taken apart where a segment as a whole is no key.
  std::vector<std::string> wanted;
  for (const std::string& segment : pointer.locator) {
    const bool whole = std::any_of((*places)->begin(), (*places)->end(),
                                   [&](const StoredPlace& place) { return same_segment(segment, place.key); });
    if (whole || segment.find('.') == std::string::npos)
      wanted.push_back(segment);
    else
      for (std::string_view part : split(segment, '.')) wanted.emplace_back(part);
  }
  // "services → redis" is the service before it is another service's dependency: the shallowest place is meant.
  std::optional<PointedPlace> found;
  std::size_t least = 0;
  for (std::size_t i = 0; i < (*places)->size(); ++i) {
    // From the place upwards, the segments must be met from the last to the first.
    std::size_t left = wanted.size();
    if (left > 0 && !same_segment(wanted[left - 1], (**places)[i].key)) continue;
    std::size_t depth = 0;
    for (std::size_t at = i; at != 0; at = static_cast<std::size_t>((**places)[at].parent), ++depth)
      if (left > 0 && same_segment(wanted[left - 1], (**places)[at].key)) --left;
    if (left > 0 || (found && depth >= least)) continue;
    found = PointedPlace{source, static_cast<DocId>(i), (**places)[i]};
    least = depth;
  }
  return found;
}

Result<std::optional<PointedPlace>> pointer_in_prose(Map& map, std::string_view from, std::string_view prose) {
  for (std::size_t at = 0; at < prose.size();) {
    if (!is_path_byte(prose[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < prose.size() && is_path_byte(prose[end])) ++end;
    std::string_view word = prose.substr(at, end - at);
    at = end;
    while (!word.empty() && word.back() == '.') word.remove_suffix(1);
    if (word.size() < 3 || (word.find('/') == std::string_view::npos && word.find('.') == std::string_view::npos))
      continue;
    const Source* source = source_at(map, from, word);
    if (source == nullptr && word.starts_with("//")) source = source_of_page(map, word);
    if (source == nullptr) continue;
    auto places = map.places_of(*source);
    if (!places) return places.error();
    if ((*places)->empty()) continue;
    std::optional<PointedPlace> found({source, 0, (**places)[0]});
    // What is named behind the path, as far as the sentence goes.
    std::string_view behind = prose.substr(at, 240);
    behind = behind.substr(0, behind.find('\n'));
    // Arrows say it exactly.
    if (const auto arrow = behind.find("→");
        arrow != std::string_view::npos && trim(behind.substr(0, arrow)).size() <= 1)
      if (auto pointer = parse_written_pointer("x → " + std::string(behind.substr(arrow + 3)))) {
        pointer->path = source->path;
        auto exact = resolve(map, *pointer);
        if (!exact) return exact.error();
        if (*exact) return exact;
      }
    std::size_t best = 3;
    const std::string lower = to_lower(behind);
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      const StoredPlace& place = (**places)[i];
      if (place.key.size() <= best) continue;
      const bool anchored = behind.starts_with("#") && lower.substr(1).starts_with(anchor_of(place.key));
      if (!anchored && !names(lower, to_lower(place.key))) continue;
      best = place.key.size();
      found = PointedPlace{source, static_cast<DocId>(i), place};
    }
    return found;
  }
  return std::optional<PointedPlace>();
}

}  // namespace fingerpost
