#include "upkeep/record/document.h"

#include "base/mojibake.h"
#include "base/utf8.h"
#include "indexer/read_source.h"
#include "troubleshooting-index/extract.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

// "## Title" has two; a title underlined with '=' or '-' has one or two.
int level_of(const Lines& lines, int line) {
  const std::string_view text = trim(lines.line(line));
  const auto marks = text.find_first_not_of('#');
  if (marks != 0) return static_cast<int>(marks == std::string_view::npos ? text.size() : marks);
  return line < lines.count() && trim(lines.line(line + 1)).starts_with("=") ? 1 : 2;
}

}  // namespace

Result<std::unique_ptr<Document>> read_document(std::string_view path, std::string bytes) {
  auto out = std::make_unique<Document>();
  out->path = std::string(path);
  out->bytes = std::move(bytes);
  const DecodedSource decoded(out->bytes);
  out->text = std::string(decoded.text());
  if (auto meant = repair_mojibake(out->text)) out->text = std::move(*meant);
  const Lines lines(out->text);
  if (decoded.binary() || lines.count() != Lines(out->bytes).count() || out->bytes.starts_with("\xff\xfe") ||
      out->bytes.starts_with("\xfe\xff"))
    return Error{Code::invalid_argument, "is no UTF-8 text and is not edited", out->path, "save it as UTF-8"};
  out->reading = read_places(path, out->text, Limits());
  out->entries = extract_entries(path, out->text, out->reading);
  for (const Place& place : out->reading.places)
    if ((place.kind == Kind::section || place.kind == Kind::component) && place.line_start <= lines.count())
      out->headings.push_back(
          {shown_title(place.key), level_of(lines, place.line_start), place.line_start, place.line_end});
  return out;
}

int heading_above(const Document& document, int line) {
  int best = -1;
  for (std::size_t i = 0; i < document.headings.size(); ++i)
    if (document.headings[i].line_start < line && line <= document.headings[i].line_end) best = static_cast<int>(i);
  return best;
}

std::size_t start_of_line(std::string_view bytes, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line && at < bytes.size(); ++i) {
    const auto end = bytes.find('\n', at);
    at = end == std::string_view::npos ? bytes.size() : end + 1;
  }
  return at;
}

}  // namespace fingerpost
