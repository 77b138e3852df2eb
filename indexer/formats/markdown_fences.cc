#include "indexer/formats/markdown_fences.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "indexer/formats/boxes.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 64u << 10;
constexpr int kMostMarkers = 32;

struct Fence {
  char mark = 0;  // 0: the line is no fence
  std::size_t length = 0;
  std::size_t indent = 0;
  std::string_view info;
};

Fence fence_of(std::string_view line) {
  Fence fence;
  while (fence.indent < line.size() && line[fence.indent] == ' ') ++fence.indent;
  std::string_view rest = line.substr(fence.indent);
  if (rest.empty() || (rest[0] != '`' && rest[0] != '~')) return {};
  while (fence.length < rest.size() && rest[fence.length] == rest[0]) ++fence.length;
  if (fence.length < 3) return {};
  fence.mark = rest[0];
  fence.info = trim(rest.substr(fence.length));
  if (fence.mark == '`' && fence.info.find('`') != std::string_view::npos) return {};
  return fence;
}

bool is_markdown(std::string_view info) {
  info = info.substr(0, info.find_first_of(" {,:"));
  return equal_ignoring_case(info, "markdown") || equal_ignoring_case(info, "md") || equal_ignoring_case(info, "mdx");
}

// Block quote and list markers that a line begins with.
int markers_of(std::string_view line) {
  int markers = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '>' || ((c == '-' || c == '*' || c == '+') && i + 1 < line.size() && is_space(line[i + 1])))
      ++markers;
    else if (c != ' ' && c != '\t')
      break;
  }
  return markers;
}

}  // namespace

std::string prepare_for_parser(std::string_view text) {
  std::string out(text);
  // To CommonMark a lone carriage return ends a line; to editors, and to everything else here, it does not.
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i] == '\r' && (i + 1 == out.size() || out[i + 1] != '\n')) out[i] = ' ';
  const Lines lines(text);
  const auto blank = [&](int line) {
    const auto view = lines.line(line);
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(lines.start_of(line)), view.size(), ' ');
  };
  std::vector<std::pair<int, int>> outer;  // lines of fences that are made longer
  Fence open;
  int open_line = 0;
  std::vector<Fence> inner;
  std::vector<std::size_t> boxes;  // marks of the boxes around the line that begin with a fence
  bool nested = false;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    if (line.size() > kLongestLine || (line.size() > 64 && markers_of(line) > kMostMarkers)) {
      blank(n);
      continue;
    }
    const Fence fence = fence_of(line);
    if (fence.mark == 0) continue;
    if (open.mark == 0 && fence.mark == '`') {
      const bool begins = is_box_directive(fence.info);
      const bool ends = fence.info.empty() && !boxes.empty() && fence.length >= boxes.back();
      if (begins || ends) {
        std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(lines.start_of(n) + fence.indent), fence.length, ':');
        if (begins)
          boxes.push_back(fence.length);
        else
          boxes.pop_back();
        continue;
      }
    }
    if (open.mark == 0) {
      open = fence;
      open_line = n;
      inner.clear();
      nested = false;
      continue;
    }
    const bool closes = fence.info.empty() && fence.mark == open.mark && fence.length >= open.length;
    if (!is_markdown(open.info)) {
      if (closes) open = Fence();
      continue;
    }
    if (!fence.info.empty() && fence.mark == open.mark && fence.length >= open.length) {
      inner.push_back(fence);
      nested = true;
    } else if (closes && !inner.empty()) {
      inner.pop_back();
    } else if (closes) {
      if (nested) outer.emplace_back(open_line, n);
      open = Fence();
    }
  }
  std::vector<std::size_t> places;
  for (const auto& [first, last] : outer)
    for (const int n : {first, last}) places.push_back(lines.start_of(n) + fence_of(lines.line(n)).indent);
  std::string longer;
  longer.reserve(out.size() + 5 * places.size());
  std::size_t from = 0;
  for (const std::size_t place : places) {
    longer.append(out, from, place - from).append(5, text[place]);
    from = place;
  }
  return longer.append(out, from);
}

}  // namespace fingerpost
