#include "upkeep/check/mentions.h"

#include <algorithm>
#include <array>
#include <span>

#include "indexer/read_source.h"

namespace fingerpost {
namespace {

constexpr int kMostItemsAbove = 40;   // of a list, up to the line that it stands below
constexpr int kMostLinesAbove = 400;  // that are looked through for the beginning of a note

// Headings below which things are named that need not be there.
constexpr std::array<std::string_view, 36> kHypotheticalHeadings = {
    "what's next", "not built", "to create", "to add",      "planned",      "proposed",  "proposal",  "future",
    "roadmap",     "todo",      "not yet",   "example",     "changelog",    "release n", "history",   "deprecated",
    "removed",     "new file",  "files to",  "deliverable", "suggested",    "template",  "backlog",   "wishlist",
    "migrat",      "upgrad",    "breaking",  "tutorial",    "out of scope", "phase ",    "next step", "ideas",
    "obsolete",    "archive",   "sample",    "alternatives"};

// Those of them that leave no doubt, by what they say of the past and of what is to come.
constexpr std::array<std::string_view, 11> kPastHeadings = {"what's next", "not built", "planned", "proposed",
                                                            "future",      "roadmap",   "not yet", "changelog",
                                                            "deprecated",  "removed",   "backlog"};
constexpr std::array<std::string_view, 24> kPlannedHeadings = {
    "what's next", "not built", "planned",  "proposed",    "future",    "roadmap",  "not yet",  "changelog",
    "deprecated",  "removed",   "backlog",  "to create",   "to add",    "proposal", "todo",     "new file",
    "files to",    "template",  "wishlist", "deliverable", "next step", "obsolete", "tutorial", "recommended"};

// Words of a line that speak so, whatever they stand with.
constexpr std::array<std::string_view, 43> kHypotheticalWords = {
    "create",    "will be",       "e.g",      "for example", "for instance",  "such as",      "removed",
    "deleted",   "no longer",     "renamed",  "moved",       "formerly",      "used to be",   "deprecated",
    "generated", "planned",       "todo",     "future",      "if present",    "if it exists", "if exists",
    "not exist", "doesn't exist", "proposed", "instead of",  "previously",    "replaced",     "suggested",
    "new file",  "add a",         "scaffold", "gitignored",  "not committed", "would ",       "could ",
    "might ",    "placeholder",   "not yet",  "obsolete",    "superseded",    "other repo",   "another repo",
    "upstream"};
// Words that may: enough where a path alone tells little.
constexpr std::array<std::string_view, 17> kVagueWords = {
    "example",  "your ",    "old ",     "replaces", "writes",  "written to", "output",  "produces", "adding",
    "download", "optional", "imagine ", "suppose ", "dropped", "never ",     "missing", "legacy"};

// Words of the line above a list that hold for all of its items.
constexpr std::array<std::string_view, 8> kMadeOrGone = {"generated",  "removed",       "deleted",  "planned",
                                                         "gitignored", "not committed", "obsolete", "deprecated"};

bool says_any(std::string_view lower, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return contains(lower, word); });
}

// The words of a line in lower case: without its code and the targets of its links, which may have any word in them. Of
// a line of code, its comment.
std::string words_of(std::string_view line, bool is_code) {
  if (is_code) {
    const auto comment = line.find("# ");
    return comment == std::string_view::npos ? std::string() : to_lower(line.substr(comment));
  }
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::size_t end = std::string_view::npos;
    if (line[at] == '`') end = line.find('`', at + 1);
    if (line[at] == ']' && at + 1 < line.size() && line[at + 1] == '(') end = line.find(')', at + 1);
    if (end != std::string_view::npos) {
      at = end;
      out += ' ';
    } else {
      out += line[at];
    }
  }
  return to_lower(out);
}

}  // namespace

CheckedDocument::CheckedDocument(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), lines_(text_), reading_(read_places(path_, text_, {})) {
  mark_blocks();
  std::size_t ticks = 0;
  for (int n = 1; n <= lines_.count(); ++n) {
    const int block = code_[static_cast<std::size_t>(n)];
    if (block < 0) continue;
    if (block == 0) {
      read_line(n, ticks);
      continue;
    }
    ticks = 0;
    const std::string_view line = lines_.line(n);
    const std::string_view bare = trim(line);
    if (bare.empty() || bare.starts_with("```") || bare.starts_with("~~~")) continue;
    add(Mention::Kind::code, n, line, bare);
    mentions_.back().block = block;
    mentions_.back().language = languages_[static_cast<std::size_t>(block - 1)];
  }
  const std::string lower = to_lower(path_);
  const std::string name(base_name(lower));
  for (std::string_view word : {"changelog", "changes", "history", "release", "news", "roadmap", "todo", "migrat",
                                "upgrad", "proposal", "template", "plan", "backlog", "prd"})
    hypothetical_ |= contains(name, word);
  for (std::string_view part : {"proposals/", "proposals-", "rfcs/", "rfc/", "/plans/", "templates/", "archive/",
                                "archived/", "specs/", "releases/", "release-notes/", "blog/", "changelogs/",
                                "migrations/", "examples/", ".changeset/", "prds/", "design/", "designs/"})
    hypothetical_ |= contains("/" + lower, std::string(part.starts_with("/") ? "" : "/") + std::string(part));
  for (const Place& place : reading_.places)
    if (place.kind == Kind::setting && place.key == "status")
      for (std::string_view word : {"draft", "proposed", "superseded", "deprecated", "rejected", "planned"})
        hypothetical_ |= contains(to_lower(place.text), word);
}

// Whether an indented block is what stands in a note or a tab of a site generator ("!!! note", "=== \"Docker\""), which
// plain markdown takes for code.
bool CheckedDocument::is_inside_note(const Place& block) const {
  const std::string_view first = trim(lines_.line(block.line_start));
  if (!block.key.empty() || first.starts_with("```") || first.starts_with("~~~")) return false;
  const auto indent_of = [](std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); };
  // Up to whatever stands further out, each paragraph of it as a whole.
  std::size_t indent = indent_of(lines_.line(block.line_start));
  bool paragraph = false;
  for (int n = block.line_start - 1, looked = 0; n >= 1 && looked < kMostLinesAbove; --n, ++looked) {
    const std::string_view line = lines_.line(n);
    if (trim(line).empty()) {
      if (indent == 0) return false;
      paragraph = false;
      continue;
    }
    paragraph = indent_of(line) < indent || (paragraph && indent_of(line) == indent);
    if (!paragraph) continue;
    indent = indent_of(line);
    const std::string_view bare = trim(line);
    // ":   " begins a definition.
    for (std::string_view mark : {"!!! ", "???", "=== \"", ": "})
      if (bare.starts_with(mark)) return true;
  }
  return false;
}

// The lines of a note's block: prose, but for fenced blocks in it.
void CheckedDocument::mark_note(const Place& block) {
  bool fenced = false;
  for (int n = block.line_start; n <= std::min(block.line_end, lines_.count()); ++n) {
    const std::string_view bare = trim(lines_.line(n));
    const bool fence = bare.starts_with("```") || bare.starts_with("~~~");
    if (fence && !fenced) languages_.push_back(trim(bare.substr(3)));
    if (fence || fenced) code_[static_cast<std::size_t>(n)] = static_cast<int>(languages_.size());
    fenced = fence ? !fenced : fenced;
  }
}

// Fences inside of what is HTML to plain markdown, and all of MDX. A fence that nobody ends is none.
void CheckedDocument::mark_other_fences() {
  for (int n = 1; n <= lines_.count(); ++n) {
    const std::string_view open = trim(lines_.line(n));
    if (code_[static_cast<std::size_t>(n)] != 0 || (!open.starts_with("```") && !open.starts_with("~~~"))) continue;
    const std::string_view mark = open.substr(0, std::min(open.find_first_not_of(open.front()), open.size()));
    int end = n + 1;
    while (end <= lines_.count() && code_[static_cast<std::size_t>(end)] == 0 && trim(lines_.line(end)) != mark) ++end;
    if (end > lines_.count() || code_[static_cast<std::size_t>(end)] != 0) {
      n = end;
      continue;
    }
    const std::string_view info = trim(open.substr(mark.size()));
    languages_.push_back(info.substr(0, info.find_first_of(" {,:")));
    for (; n <= end; ++n) code_[static_cast<std::size_t>(n)] = static_cast<int>(languages_.size());
    n = end;
  }
}

void CheckedDocument::mark_blocks() {
  code_.assign(static_cast<std::size_t>(lines_.count()) + 2, 0);
  // What is nested in a markdown fence is code of the outer one.
  int covered = 0;
  // In MDX a component is no HTML that ends at an empty line, and nothing is code for being indented: its fences are
  // read from the lines alone.
  const bool mdx = path_.ends_with(".mdx");
  for (const Place& place : reading_.places) {
    const bool front = place.kind == Kind::setting && place.key == "front matter";
    if (((place.kind != Kind::code_block || mdx) && !front) || place.line_start <= covered) continue;
    covered = place.line_end;
    if (!front && place.line_start <= lines_.count() && is_inside_note(place)) {
      mark_note(place);
      continue;
    }
    if (!front) languages_.push_back(place.key);
    for (int n = place.line_start; n <= std::min(place.line_end, lines_.count()); ++n)
      code_[static_cast<std::size_t>(n)] = front ? -1 : static_cast<int>(languages_.size());
  }
  mark_other_fences();
  bool comment = false;
  for (int n = 1; n <= lines_.count(); ++n) {
    if (code_[static_cast<std::size_t>(n)] != 0) continue;
    const std::string_view line = lines_.line(n);
    const bool begins = !comment && contains(line, "<!--");
    if (comment || begins) code_[static_cast<std::size_t>(n)] = -1;
    if (begins) {
      // Text around a comment on one line is prose.
      const auto open = line.find("<!--");
      const auto close = line.find("-->", open);
      if (close != std::string_view::npos &&
          (!trim(line.substr(0, open)).empty() || !trim(line.substr(close + 3)).empty()))
        code_[static_cast<std::size_t>(n)] = 0;
      comment = line.rfind("<!--") != std::string_view::npos &&
                line.find("-->", line.rfind("<!--")) == std::string_view::npos;
    } else if (comment && contains(line, "-->")) {
      comment = false;
    }
  }
}

void CheckedDocument::add(Mention::Kind kind, int n, std::string_view line, std::string_view text) {
  Mention out;
  out.kind = kind;
  out.line = n;
  out.column = static_cast<int>(text.data() - line.data()) + 1;
  out.text = text;
  mentions_.push_back(out);
}

// The target of a link that begins at line[at]; the position behind it.
std::size_t CheckedDocument::read_target(int n, std::string_view line, std::size_t at, Mention::Kind kind) {
  while (at < line.size() && is_space(line[at])) ++at;
  if (at < line.size() && line[at] == '<') {
    const auto end = line.find('>', at);
    if (end == std::string_view::npos) return at;
    add(kind, n, line, line.substr(at + 1, end - at - 1));
    return end + 1;
  }
  std::size_t end = at;
  int depth = 0;
  while (end < line.size() && !is_space(line[end])) {
    if (line[end] == '\\' && end + 1 < line.size())
      ++end;
    else if (line[end] == '(')
      ++depth;
    else if (line[end] == ')' && depth-- == 0)
      break;
    ++end;
  }
  if (end > at) add(kind, n, line, line.substr(at, end - at));
  return end;
}

void CheckedDocument::read_line(int n, std::size_t& ticks) {
  const std::string_view line = lines_.line(n);
  if (trim(line).empty()) {
    ticks = 0;
    return;
  }
  const std::string_view bare = trim(line);
  // [id]: target
  if (bare.starts_with("[") && !bare.starts_with("[^") && ticks == 0) {
    const auto close = line.find("]:");
    if (close != std::string_view::npos && line.find(']') == close) {
      read_target(n, line, close + 2, Mention::Kind::link);
      return;
    }
  }
  std::size_t at = 0;
  const auto run_at = [&](std::size_t i) {
    std::size_t end = i;
    while (end < line.size() && line[end] == '`') ++end;
    return end - i;
  };
  if (ticks > 0) {  // a span that began on the line above
    while (at < line.size()) {
      if (line[at] != '`') {
        ++at;
        continue;
      }
      const std::size_t run = run_at(at);
      at += run;
      if (run == ticks) {
        ticks = 0;
        break;
      }
    }
    if (ticks > 0) return;
  }
  std::vector<bool> image;  // of each bracket that is open
  bool escaped = false;     // one that opens nothing was seen
  while (at < line.size()) {
    const char c = line[at];
    if (c == '\\') {
      escaped |= line.substr(at).starts_with("\\[");
      at += 2;
    } else if (c == '`') {
      const std::size_t run = run_at(at);
      std::size_t end = at + run;
      bool closed = false;
      while (end < line.size()) {
        if (line[end] != '`') {
          ++end;
          continue;
        }
        const std::size_t other = run_at(end);
        if (other == run) {
          closed = true;
          break;
        }
        end += other;
      }
      if (!closed) {
        // Only a paragraph that goes on can close it.
        if (n < lines_.count() && !trim(lines_.line(n + 1)).empty() && code_[static_cast<std::size_t>(n) + 1] == 0 &&
            contains(lines_.line(n + 1), std::string(run, '`')))
          ticks = run;
        else
          at += run;
        if (ticks > 0) break;
        continue;
      }
      add(Mention::Kind::span, n, line, trim(line.substr(at + run, end - at - run)));
      at = end + run;
    } else if (c == '[') {
      if (image.size() < 64) image.push_back(at > 0 && line[at - 1] == '!');
      ++at;
    } else if (c == ']') {
      const bool is_image = !image.empty() && image.back();
      // A text may begin on the line above.
      const bool opened = !image.empty() || !escaped;
      if (!image.empty()) image.pop_back();
      ++at;
      if (opened && at < line.size() && line[at] == '(')
        at = std::max(at + 1, read_target(n, line, at + 1, is_image ? Mention::Kind::image : Mention::Kind::link));
    } else {
      ++at;
    }
  }
  read_html(n, line);
}

void CheckedDocument::read_html(int n, std::string_view line) {
  if (!contains(line, "<")) return;
  for (std::string_view attribute : {"href=", "src="})
    for (auto at = line.find(attribute); at != std::string_view::npos; at = line.find(attribute, at + 1)) {
      const std::size_t quote = at + attribute.size();
      if (at == 0 || !is_space(line[at - 1]) || quote >= line.size() || (line[quote] != '"' && line[quote] != '\''))
        continue;
      const auto end = line.find(line[quote], quote + 1);
      const auto inside = std::any_of(mentions_.rbegin(), mentions_.rend(), [&](const Mention& one) {
        return one.line == n && one.kind == Mention::Kind::span && static_cast<std::size_t>(one.column) <= at &&
               at < static_cast<std::size_t>(one.column) + one.text.size();
      });
      const auto tag = line.rfind('<', at);
      if (end == std::string_view::npos || tag == std::string_view::npos || inside || end == quote + 1) continue;
      add(attribute == "src=" ? Mention::Kind::image : Mention::Kind::link, n, line,
          line.substr(quote + 1, end - quote - 1));
    }
}

std::string CheckedDocument::headings_above(int line) const {
  std::string out;
  for (const Place& place : reading_.places)
    if (place.kind == Kind::section && place.line_start <= line && line <= place.line_end)
      out += to_lower(place.key) + "\n";
  return out;
}

std::string CheckedDocument::words_at(int line) const {
  std::string text = words_of(lines_.line(line), is_code(line));
  // A sentence may begin on the line above.
  if (!is_code(line) && line > 1 && !is_code(line - 1)) text += " " + words_of(lines_.line(line - 1), false);
  return text;
}

// The line that a list stands below, in lower case ("Generated files:"); "" for none, or where it is far.
std::string CheckedDocument::list_head(int line) const {
  const auto is_item = [&](int n) {
    const std::string_view text = trim(lines_.line(n));
    return text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ");
  };
  if (is_code(line) || !is_item(line)) return {};
  for (int n = line - 1; n >= std::max(1, line - kMostItemsAbove); --n) {
    const std::string_view text = trim(lines_.line(n));
    const bool above =
        text.ends_with(':') && lines_.line(n).find_first_not_of(' ') < lines_.line(line).find_first_not_of(' ');
    if (text.empty() || (is_item(n) && !above)) continue;
    return text.ends_with(':') ? to_lower(text) : std::string();
  }
  return {};
}

bool CheckedDocument::is_hypothetical(int line, bool vaguely) const {
  if (hypothetical_) return true;
  if (says_any(list_head(line), kMadeOrGone)) return true;
  const std::string text = words_at(line);
  if (contains(text, "~~") || contains(text, "[ ]")) return true;
  if (says_any(text, kHypotheticalWords) || (vaguely && says_any(text, kVagueWords))) return true;
  return vaguely ? says_any(headings_above(line), kHypotheticalHeadings)
                 : says_any(headings_above(line), kPlannedHeadings);
}

bool CheckedDocument::is_past_or_planned(int line) const {
  static constexpr std::array<std::string_view, 14> kWords = {
      "removed",    "no longer", "deprecated",     "planned",       "will be",  "todo",       "not yet",
      "instead of", "renamed",   "does not exist", "doesn't exist", "obsolete", "superseded", "there is no"};
  if (hypothetical_) return true;
  const std::string text = words_at(line);
  if (contains(text, "~~") || (!is_code(line) && contains(text, "[ ]"))) return true;
  return says_any(text, kWords) || says_any(headings_above(line), kPastHeadings) ||
         contains(headings_above(line), "migrat");
}

}  // namespace fingerpost
