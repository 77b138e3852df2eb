#include "upkeep/check/anchors.h"

#include <unordered_map>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/formats/markdown_inline.h"

namespace fingerpost {
namespace {

// Punctuation and symbols beyond ASCII go as ASCII's do; what is left of Unicode are letters, near enough.
bool is_symbol(char32_t c) {
  return (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0xE0000 && c <= 0xE0FFF) ||
         (c >= 0x80 && c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) || c == 0xD7 || c == 0xF7;
}

// The small letter of Latin, Greek and Cyrillic ones.
char32_t small_of(char32_t c) {
  if ((c >= 0xC0 && c <= 0xDE) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x100 && c <= 0x137 && c % 2 == 0) return c + 1;
  return c;
}

// What a slug is to all generators: letters and digits alone, so that their treatment of the rest makes no difference.
std::string skeleton(std::string_view slug) {
  std::string out;
  for (char c : slug)
    if (is_alnum(c) || (static_cast<unsigned char>(c) & 0x80) != 0) out += c;
  return to_lower(out);
}

// The first text in quotes; "" for none.
std::string_view quoted_in(std::string_view text) {
  const auto open = text.find_first_of("\"'");
  if (open == std::string_view::npos) return {};
  const auto close = text.find(text[open], open + 1);
  return close == std::string_view::npos ? std::string_view() : text.substr(open + 1, close - open - 1);
}

}  // namespace

std::string github_slug(std::string_view heading) {
  std::string out;
  for (std::size_t at = 0; at < heading.size();) {
    const char c = heading[at];
    if ((static_cast<unsigned char>(c) & 0x80) == 0) {
      ++at;
      if (is_alnum(c) || c == '-' || c == '_') out += is_upper(c) ? static_cast<char>(c + 32) : c;
      if (c == ' ') out += '-';
      continue;
    }
    if (const char32_t letter = take_code_point(heading, at); !is_symbol(letter)) append_utf8(out, small_of(letter));
  }
  return out;
}

Anchors::Anchors(const CheckedDocument& document) {
  std::unordered_map<std::string, int> seen;
  const auto offer = [&](std::string slug) {
    const int times = seen[slug]++;
    if (times > 0) slug += "-" + std::to_string(times);
    all_.insert(slug);
    all_.insert(skeleton(slug));
    slugs_.push_back(std::move(slug));
  };
  for (const Place& place : document.reading().places) {
    if (place.kind != Kind::section || document.is_code(place.line_start)) continue;
    offer(github_slug(place.key));
    if (place.line_start > document.lines().count()) continue;
    // The writing of the heading, where the plain text has lost what slugs keep (`<name>`, double spaces).
    std::string_view raw = trim(document.lines().line(place.line_start));
    while (!raw.empty() && (raw.front() == '#' || raw.front() == '>')) raw.remove_prefix(1);
    all_.insert(github_slug(trim(raw)));
    all_.insert(skeleton(github_slug(trim(raw))));
  }
  // Ids in HTML and in attribute lists, in prose and, since sites render some of it, in code.
  const std::string_view text = document.text();
  const auto take = [&](std::string_view id) {
    if (id.empty()) return;
    all_.insert(std::string(id));
    all_.insert(to_lower(id));
  };
  for (auto at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1))
    if (at == 0 || text[at - 1] != '{') take(attribute_list_id(text.substr(at)));
  for (std::string_view mark : {"id=", "name=", "anchor="})
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
      std::size_t begin = at + mark.size();
      if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) ++begin;
      const auto end = text.find_first_of("\"' }>\n", begin);
      if (end == std::string_view::npos || end - begin > 200) continue;
      take(text.substr(begin, end - begin));
    }
  for (int n = 1; n <= document.lines().count(); ++n) {
    if (document.is_code(n)) continue;
    const std::string_view line = document.lines().line(n);
    // Headings in tabs and notes of site generators, which are code to plain markdown.
    std::string_view raw = trim(line);
    if (const auto marks = raw.find_first_not_of('#'); marks > 0 && marks <= 6 && raw.substr(marks).starts_with(" ")) {
      raw = trim(raw.substr(marks));
      all_.insert(github_slug(raw));
      all_.insert(skeleton(github_slug(raw)));
    }
    for (std::string_view mark :
         {"--8<--", "{% include", "{%include", "{!", "@include", "<!--#include", "{{ include", "{% render"})
      if (const auto at = line.find(mark); at != std::string_view::npos) {
        const std::string_view included = quoted_in(line.substr(at + mark.size()));
        if (included.ends_with(".md"))
          included_.emplace_back(included);
        else
          open_ended_ = true;
      }
    if (contains(line, "{{<") || contains(line, "{{%"))
      for (std::string_view word :
           {"include", "readfile", "snippet", "partial", "import", "content", "embed", "heading"})
        open_ended_ |= contains(line, word);
    // A component of MDX.
    open_ended_ |= line.starts_with("import ");
  }
}

void Anchors::take_in(const Anchors& included) {
  all_.insert(included.all_.begin(), included.all_.end());
  open_ended_ = open_ended_ || included.open_ended_ || !included.included_.empty();
}

bool Anchors::has(std::string_view fragment) const {
  if (fragment.empty() || equal_ignoring_case(fragment, "top")) return true;
  const std::string lower = to_lower(fragment);
  if (all_.contains(std::string(fragment)) || all_.contains(lower)) return true;
  // GitHub sets "user-content-" before every id, and shows lines of a file by #L10.
  if (lower.starts_with("user-content-")) return has(fragment.substr(13));
  return all_.contains(skeleton(fragment));
}

}  // namespace fingerpost
