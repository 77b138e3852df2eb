#include "troubleshooting-index/parts.h"

#include <algorithm>
#include <array>
#include <string>

#include "troubleshooting-index/codes.h"
#include "troubleshooting-index/definition.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestTitle = 300;      // bytes that are weighed
constexpr std::size_t kMostPassages = 60;       // of one part
constexpr std::size_t kLongestPassage = 2'000;  // bytes

const Labels& labels() {
  return Labels::built_in();
}

std::vector<Passage>* list_of(Part part, Entry& entry) {
  if (part == Part::symptom || part == Part::meaning || part == Part::effect) return &entry.symptoms;
  if (part == Part::cause) return &entry.causes;
  if (part == Part::step) return &entry.steps;
  return nullptr;
}

void put(std::string text, int line_start, int line_end, Part part, Entry& entry) {
  if (text.empty()) return;
  if (part == Part::source) {
    if (entry.definitive_source.empty()) entry.definitive_source = {std::move(text), line_start, line_end};
  } else if (part == Part::component) {
    if (entry.component.empty()) entry.component = std::move(text);
  } else if (std::vector<Passage>* list = list_of(part, entry); list != nullptr && list->size() < kMostPassages) {
    list->push_back({clip(text, kLongestPassage), line_start, line_end});
  }
}

// The source is kept as it is written: its link is what counts.
std::string text_for(Part part, std::string_view raw) {
  if (part != Part::source) return shown_text(raw);
  std::string text;
  for (const std::string_view line : split(raw, '\n')) {
    if (!text.empty()) text += ' ';
    text += without_marks(line);
  }
  return text;
}

bool is_shell(std::string_view language) {
  for (const std::string_view shell : {"bash", "sh", "shell", "zsh", "powershell", "cmd", "bat", "ps1", "fish"})
    if (language == shell) return true;
  return false;
}

// A block of output, rather than of commands.
bool is_output(std::string_view language, std::string_view body) {
  if (is_shell(language)) return false;
  if (language == "log" || language == "logs" || language == "output") return true;
  const bool plain = language.empty() || language == "text" || language == "console" || language == "txt" ||
                     language == "plaintext" || language == "plain" || language == "none";
  if (!plain) return false;
  const std::string_view first = trim(body.substr(0, body.find('\n')));
  if (first.starts_with("$ ") || first.starts_with("# ") || labels().is_tool(first.substr(0, first.find(' '))))
    return false;
  return labels().wording_of(clip(body, 1'500)).strong > 0;
}

// What an unlabelled text of an entry is about.
Part part_by_words(std::string_view raw) {
  const Wording words = labels().wording_of(raw);
  if (words.condition + words.sighting > 0 && words.remedy == 0 && words.strong > 0 && words.cause == 0)
    return Part::symptom;
  if (words.cause > 0 && words.remedy <= 1) return Part::cause;
  return Part::step;
}

// The part of the list or block that a text ending in a colon announces.
Part announced_part(std::string_view raw, Part current) {
  if (current != Part::none) return current;
  const Wording words = labels().wording_of(raw);
  if (words.remedy > 0) return Part::step;
  if (words.cause > 0) return Part::cause;
  if (words.condition + words.sighting > 0 && words.strong > 0) return Part::symptom;
  return Part::none;
}

// The same by the label that the text begins with ("**To reproduce** Do this:"), otherwise by its words.
Part announced_by(const DocumentView& document, std::int32_t index, Part current) {
  const Part part = document.part(index);
  if (current == Part::none && (part == Part::symptom || part == Part::cause || part == Part::step)) return part;
  return announced_part(document.place(index).text, current);
}

bool ends_with_colon(std::string_view raw) {
  raw = trim(raw);
  while (!raw.empty() && (raw.back() == '*' || raw.back() == '_')) raw.remove_suffix(1);
  return raw.ends_with(':') || raw.ends_with("：");
}

void add_code(const DocumentView& document, std::int32_t index, Part current, Entry& out) {
  const Place& place = document.place(index);
  std::string_view body = place.text;
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  if (trim(body).empty()) return;
  // The indentation that an item or an indented block gives to all lines.
  const auto lines = split(body, '\n');
  std::size_t indent = 200;
  for (const std::string_view line : lines)
    if (!trim(line).empty()) indent = std::min(indent, line.find_first_not_of(" \t"));
  std::string text = "```\n";
  for (std::string_view line : lines) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    text += line.substr(std::min(indent, line.size()));
    text += '\n';
  }
  if (text.size() > kLongestPassage) text = clip(text, kLongestPassage) + "\n";
  text += "```";
  Part part = current;
  if (part == Part::none) part = is_output(place.key, body) ? Part::symptom : Part::step;
  if (std::vector<Passage>* list = list_of(part, out); list != nullptr && list->size() < kMostPassages)
    list->push_back({std::move(text), place.line_start, document.line_end(index)});
}

// One command of a code block or of an inline code span, or "".
std::string command_in_block(std::string_view body) {
  bool continued = false;
  std::string command;
  for (std::string_view line : split(body, '\n')) {
    line = trim(line);
    if (continued) {
      command += '\n';
      command += line;
    } else {
      if (line.empty() || line.starts_with("```") || line.starts_with("#") || line.starts_with("//")) continue;
      if (line.starts_with("$ ") || line.starts_with("> ") || line.starts_with("% ")) line = trim(line.substr(2));
      if (line.empty()) continue;
      command = std::string(line);
    }
    continued = line.ends_with('\\');
    if (!continued) break;
  }
  return command;
}

bool looks_like_command(std::string_view code) {
  const std::string_view first = code.substr(0, code.find(' '));
  if (code.starts_with("./") || code.starts_with("sudo ")) return true;
  return first.size() < code.size() && labels().is_tool(first) && code.find(": ") == std::string_view::npos;
}

// A heading that counts: "1. Check the line endings", "Step 2: …", "Option B". A problem that is counted is none.
bool is_step_heading(std::string_view key) {
  constexpr std::array<std::string_view, 5> kCounted = {"step", "option", "method", "solution", "approach"};
  std::size_t at = 0;
  while (at < key.size() && is_digit(key[at])) ++at;
  bool counts = at > 0 && at <= 2 && at + 1 < key.size() && (key[at] == '.' || key[at] == ')') && is_space(key[at + 1]);
  if (!counts) {
    const auto blank = std::min(key.find(' '), key.size());
    const std::string word = to_lower(key.substr(0, blank));
    const std::string_view rest = trim(key.substr(blank));
    counts = std::find(kCounted.begin(), kCounted.end(), word) != kCounted.end() && !rest.empty() &&
             (is_digit(rest.front()) || (is_upper(rest.front()) && (rest.size() == 1 || !is_alnum(rest[1]))));
  }
  return counts && problem_in(key) < 0.4;
}

}  // namespace

bool is_error_code(std::string_view title) {
  title = trim(title);
  while (!title.empty() && (title.front() == '`' || title.front() == '"' || title.front() == '*'))
    title.remove_prefix(1);
  while (!title.empty() && (title.back() == '`' || title.back() == '"' || title.back() == '*' || title.back() == ':'))
    title.remove_suffix(1);
  if (title.empty() || title.size() > 80) return false;
  const std::string_view first = title.substr(0, title.find_first_of(" :-`"));
  std::size_t upper = 0;
  std::size_t digits = 0;
  std::size_t others = 0;
  for (const char c : first) (is_upper(c) ? upper : is_digit(c) ? digits : others) += 1;
  // P1001, E0308, SQLSTATE-like 28P01, CVE-like names are not codes of problems.
  if (others == 0 && upper >= 1 && upper <= 5 && digits >= 3 && digits <= 6 && !first.starts_with("RFC")) return true;
  if (others == 0 && digits == 3 && upper == 0 && (first[0] == '4' || first[0] == '5') && title.size() > 3 &&
      is_alpha(title[std::min(title.size() - 1, first.size() + 1)]))
    return true;  // 404 Not Found
  if (others == 0 && digits == 0 && upper >= 5 && first.front() == 'E' && first.size() == title.size() &&
      !first.starts_with("EX") && first.find("LE") == std::string_view::npos)
    return true;  // ECONNREFUSED
  for (const std::string_view begin : {"ERR_", "ER_", "ERROR_"})
    if (first.starts_with(begin)) return true;
  const std::string lower = to_lower(title);
  for (const std::string_view begin : {"exit code ", "exit status ", "error code ", "http 4", "http 5", "error 4",
                                       "error 5", "error: ", "fatal: ", "sigkill", "sigsegv", "sigill"})
    if (lower.starts_with(begin)) return true;
  // TypeError, ConnectionRefusedError, NullPointerException
  if (first.size() == title.size() || title[first.size()] == ':' || title[first.size()] == '`')
    for (const std::string_view end : {"Error", "Exception"})
      if (first.size() > end.size() + 2 && first.ends_with(end) && is_upper(first.front())) return true;
  return false;
}

double problem_in(std::string_view title) {
  if (title.empty()) return 0;
  title = title.substr(0, kLongestTitle);
  if (is_error_code(title)) return 0.85;
  const Wording words = labels().wording_of(title);
  double score = 0;
  if (words.strong > 0)
    score = 0.75 + 0.05 * std::min(2, words.strong - 1);
  else if (words.negation > 0)
    score = 0.72;
  else if (words.weak > 0)
    score = words.alert > 0 ? 0.75 : 0.4;
  else if (words.alert > 0)
    score = 0.4;
  if (score >= 0.7 && is_quoted(title)) score += 0.1;
  // A code that everybody knows, with what it happened to: "ECONNREFUSED 127.0.0.1:5432".
  if (score < 0.75 && title.find_first_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos) {
    const std::vector<ErrorCode> codes = codes_in(title);
    if (std::any_of(codes.begin(), codes.end(), [](const ErrorCode& c) { return !c.worded && is_known(c); }))
      score = 0.75;
  }
  if (words.harmless > 0) score -= 0.55;
  // Advice is no problem: "Do not run as root".
  for (const std::string_view begin :
       {"do not ", "don't ", "never ", "always ", "avoid ", "use ", "prefer ", "add ", "support "})
    if (starts_with_ignoring_case(without_marks(title), begin)) return std::max(0.0, score - 0.55);
  return std::max(0.0, score);
}

LabelledParts labelled_parts_below(const DocumentView& document, std::int32_t index) {
  LabelledParts parts;
  const std::int32_t end = document.subtree_end(index);
  int seen = 0;
  for (std::int32_t i = index + 1; i < end && ++seen < 400;) {
    const Part part = document.part(i);
    parts.symptom = parts.symptom || part == Part::symptom;
    parts.cause = parts.cause || part == Part::cause;
    parts.step = parts.step || part == Part::step;
    parts.source = parts.source || part == Part::source;
    const Place& place = document.place(i);
    parts.meaning = parts.meaning || (part == Part::meaning && place.kind == Kind::section);
    parts.effect = parts.effect || part == Part::effect;
    const bool foreign = place.kind == Kind::section && part == Part::none;
    const bool lead_in_of_its_own =
        place.kind == Kind::paragraph && part == Part::none && !document.children(i).empty();
    i = foreign || lead_in_of_its_own || place.kind == Kind::table || place.kind == Kind::code_block
            ? document.subtree_end(i)
            : i + 1;
  }
  return parts;
}

void add_text(std::string_view raw, int line_start, int line_end, Part current, Entry& out) {
  const Lead lead = lead_of(raw);
  if (!lead.head.empty()) {
    const Part part = labels().part_of(shown_title(lead.head));
    if (part == Part::aside) return;
    if (part != Part::none && part != Part::other && part != Part::level && part != Part::metric &&
        part != Part::code && (lead.bold || !lead.rest.empty())) {
      put(text_for(part, lead.rest), line_start, line_end, part, out);
      return;
    }
  }
  if (current == Part::none) current = part_by_words(raw);
  put(text_for(current, raw), line_start, line_end, current, out);
}

void collect_place(const DocumentView& document, std::int32_t index, Part current, Entry& out) {
  const Place& place = document.place(index);
  const int own_end = place.line_start + static_cast<int>(std::count(place.text.begin(), place.text.end(), '\n'));
  Part below = current;
  switch (place.kind) {
    case Kind::section: {
      const Part part = document.part(index);
      if (part == Part::aside) return;
      if (part == Part::none || part == Part::other) {
        if (current == Part::none && !is_step_heading(place.key))
          return;  // an entry of its own, or no part of this one
        if (current == Part::none) {
          below = Part::step;
          put(shown_title(place.key), place.line_start, place.line_start, below, out);
        }
      } else {
        below = part;
      }
      break;
    }
    case Kind::paragraph:
    case Kind::list_item:
    case Kind::task_item: {
      const Part part = document.part(index);
      if (part == Part::aside) return;
      const Definition definition = definition_of(place);
      if (part != Part::none && (!definition.term.empty() || !document.children(index).empty())) {
        if (part == Part::other) return;
        const Lead& lead = document.lead(index);
        if (!definition.term.empty())
          for (const WrittenMeaning& meaning : definition.meanings)
            put(text_for(part, meaning.text), meaning.line_start, meaning.line_end, part, out);
        else if (!lead.rest.empty())
          put(text_for(part, lead.rest), place.line_start, own_end, part, out);
        below = part;
      } else {
        if (part == Part::other && current == Part::none) return;
        if (!(current == Part::none && ends_with_colon(place.text) && place.kind == Kind::paragraph &&
              document.children(index).empty()))
          add_text(place.text, place.line_start, own_end, current, out);
      }
      break;
    }
    case Kind::code_block: return add_code(document, index, current, out);
    case Kind::table: return;  // its rows are places with columns of their own
    default: return;
  }
  Part announced = below;
  for (const std::int32_t child : document.children(index)) {
    const Place& of = document.place(child);
    if (of.kind == Kind::paragraph) announced = below;
    collect_place(document, child, announced, out);
    if (of.kind == Kind::paragraph && ends_with_colon(of.text)) announced = announced_by(document, child, below);
  }
}

void collect_parts(const DocumentView& document, std::int32_t index, std::string_view own_rest, Entry& out) {
  const Place& place = document.place(index);
  if (!own_rest.empty()) {
    const int own_end = place.line_start + static_cast<int>(std::count(place.text.begin(), place.text.end(), '\n'));
    add_text(own_rest, place.line_start, own_end, Part::none, out);
  }
  Part announced = Part::none;
  for (const std::int32_t child : document.children(index)) {
    const Place& of = document.place(child);
    if (of.kind == Kind::paragraph) announced = Part::none;
    collect_place(document, child, announced, out);
    if (of.kind == Kind::paragraph && ends_with_colon(of.text) && document.children(child).empty()) {
      announced = announced_by(document, child, Part::none);
      // The sentence that announces a list is said with it.
      if (announced != Part::none || document.part(child) == Part::none) {
        const int own_end = of.line_start + static_cast<int>(std::count(of.text.begin(), of.text.end(), '\n'));
        add_text(of.text, of.line_start, own_end, announced, out);
      }
    }
  }
  choose_first_action(out);
}

void choose_first_action(Entry& out) {
  out.first_action = {};
  out.first_action_is_command = false;
  for (const Passage& step : out.steps) {
    if (step.text.starts_with("```")) {
      const std::string command = command_in_block(std::string_view(step.text).substr(3));
      if (looks_like_command(command)) {
        out.first_action = {command, step.line_start, step.line_end};
        out.first_action_is_command = true;
        return;
      }
      continue;
    }
    const std::string_view text = step.text;
    for (std::size_t open = text.find('`'); open != std::string_view::npos;) {
      const auto close = text.find('`', open + 1);
      if (close == std::string_view::npos) break;
      const std::string_view code = text.substr(open + 1, close - open - 1);
      if (looks_like_command(code)) {
        out.first_action = {std::string(code), step.line_start, step.line_end};
        out.first_action_is_command = true;
        return;
      }
      open = text.find('`', close + 1);
    }
  }
  if (!out.steps.empty()) out.first_action = out.steps.front();
}

Entry entry_at(const DocumentView& document, std::int32_t index, std::string title) {
  Entry entry;
  entry.place = index;
  entry.line_start = document.place(index).line_start;
  entry.line_end = document.line_end(index);
  entry.title = std::move(title);
  return entry;
}

}  // namespace fingerpost
