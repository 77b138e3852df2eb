// Markdown: the heading tree with what stands below each heading, down to rows and items. Blocks are cmark-gfm's; texts
// and ends are taken from the lines themselves, since the library's ends of lists and setext headings are not to be
// relied on.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/boxes.h"
#include "indexer/formats/bump_memory.h"
#include "indexer/formats/definition_lists.h"
#include "indexer/formats/markdown_components.h"
#include "indexer/formats/markdown_fences.h"
#include "indexer/formats/markdown_inline.h"
#include "indexer/formats/protected_list.h"

namespace fingerpost {
namespace {

constexpr int kDeepest = 24;         // of lists and quotes; below that an item is one place
constexpr int kNestedDocuments = 2;  // markdown in a fence in markdown

// A parsed text, whose nodes live as long as this does.
class Document {
 public:
  explicit Document(const std::string& text) {
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
    static cmark_mem bump = {bump_calloc, bump_realloc, bump_free};
    cmark_parser* parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &bump);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.data(), text.size());
    root_ = cmark_parser_finish(parser);
    cmark_parser_free(parser);
  }
  cmark_node* get() const { return root_; }

 private:
  BumpScope memory_;
  cmark_node* root_ = nullptr;
};

// Where the front matter ends: the line of its closing mark, or 0 for none.
int front_matter_end(const Lines& lines) {
  if (lines.count() < 2) return 0;
  const std::string_view mark = lines.line(1);
  if (mark != "---" && mark != "+++") return 0;
  for (int n = 2; n <= std::min(lines.count(), 400); ++n)
    if (lines.line(n) == mark || (mark == "---" && lines.line(n) == "...")) return n;
  return 0;
}

class Outline {
 public:
  Outline(std::string_view text, int first_line, std::int32_t under, const Limits& limits, int depth, Reading& out)
      : text_(text), lines_(text), shift_(first_line - 1), limits_(limits), depth_(depth), out_(out) {
    open_.push_back({0, under, false, 0});
  }

  void read() {
    int skip = depth_ == 0 ? front_matter_end(lines_) : 0;
    if (skip > 0) add_front_matter(skip);
    const std::string_view body = skip == lines_.count() ? std::string_view()
                                  : skip == 0            ? text_
                                                         : text_.substr(lines_.start_of(skip + 1));
    skip_ = skip;
    std::string prepared = prepare_for_parser(body);
    components_ = take_components(prepared);
    const Document document(prepared);
    if (document.get() == nullptr) return;
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node))
      add_block(node, 0);
    close_before(lines_.count() + 1);
    while (open_.size() > 1) close();
  }

 private:
  // A heading or lead-in whose places are still being read.
  struct Open {
    int level;  // of a heading; kLeadInLevel for a lead-in, so that any heading closes it
    std::int32_t place;
    bool is_protected;
    // Of a component, the line of its closing tag, up to which nothing inside ends it; 0 for none.
    int last = 0;
    bool is_indented_box = false;  // "!!! note": what stands indented after it is in it, nothing else
  };
  static constexpr int kLeadInLevel = 99;

  // Text right above a table comes without lines, and the table with that text's first line.
  int start_of(cmark_node* node) const {
    const int line = cmark_node_get_start_line(node);
    cmark_node* before = cmark_node_previous(node);
    cmark_node* after = cmark_node_next(node);
    if (line > 0 && before != nullptr && cmark_node_get_start_line(before) == 0) return header_from(line + skip_);
    if (line > 0) return line + skip_;
    return std::max(1, (after == nullptr ? 1 : cmark_node_get_start_line(after)) + skip_);
  }

  // The line above the first one from here on that is a table's "|---|---|".
  int header_from(int first) const {
    for (int line = first; line < lines_.count(); ++line) {
      const std::string_view rule = trim(lines_.line(line + 1));
      if (rule.empty()) break;
      if (contains(rule, "-") && rule.find_first_not_of("|-: \t>") == std::string_view::npos) return line;
    }
    return first;
  }

  // The last line with content of a block: before whatever block comes next, blank lines left off.
  int end_of(cmark_node* node) const {
    int next = lines_.count() + 1;
    for (cmark_node* at = node; at != nullptr; at = cmark_node_parent(at)) {
      if (cmark_node* sibling = cmark_node_next(at)) {
        next = start_of(sibling);
        break;
      }
    }
    int end = std::max(start_of(node), next - 1);
    while (end > start_of(node) && trim(lines_.line(end)).empty()) --end;
    return end;
  }

  Place place_at(Kind kind, int first, int last) const {
    Place place;
    place.kind = kind;
    place.parent = open_.back().place;
    place.line_start = first + shift_;
    place.line_end = last + shift_;
    place.text = lines_.range(first, last);
    return place;
  }

  void note_end(int line) { last_line_ = std::max(last_line_, line + shift_); }

  void close() {
    if (open_.size() > 1) {
      Place& place = out_.places[static_cast<std::size_t>(open_.back().place)];
      place.line_end = std::max(place.line_end, last_line_);
    }
    open_.pop_back();
  }

  void close_to(int level) {
    while (open_.size() > barrier_ && open_.back().last == 0 && open_.back().level >= level) close();
  }

  // Ends the components whose closing tag stands before this line.
  void close_before(int line) {
    for (std::size_t i = barrier_; i < open_.size(); ++i) {
      if (open_[i].last == 0 || open_[i].last >= line) continue;
      while (open_.size() > i + 1) close();
      note_end(open_[i].last);
      close();
    }
  }

  void add_front_matter(int end) {
    Place place = place_at(Kind::setting, 1, end);
    place.key = "front matter";
    const std::string_view inner = lines_.range(2, end - 1);
    place.text = inner.substr(0, 600);  // a page's title and description are what it is about
    const std::int32_t index = out_.add(std::move(place));
    if (const Format* format = format_of_fence(lines_.line(1) == "---" ? "yaml" : "toml"); format != nullptr && end > 2)
      read_block(*format, inner, 2 + shift_, limits_, index, out_);
    note_end(end);
  }

  void add_block(cmark_node* node, int deep) {
    if (out_.places.size() > limits_.places_per_source || start_of(node) <= read_until_) return;
    close_before(start_of(node));
    const cmark_node_type type = cmark_node_get_type(node);
    if (open_.size() > barrier_ && open_.back().is_indented_box && !is_indented_code(node)) close();
    if (type == CMARK_NODE_HEADING) return add_heading(node);
    if (type == CMARK_NODE_PARAGRAPH) return add_paragraph(node);
    if (type == CMARK_NODE_LIST) return add_list(node, deep);
    if (type == CMARK_NODE_CODE_BLOCK) return add_code(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) return add_quote(node, deep);
    if (type == CMARK_NODE_HTML_BLOCK) return add_html(node);
    if (type == CMARK_NODE_THEMATIC_BREAK) return close_to(kLeadInLevel);
    if (std::string_view(cmark_node_get_type_string(node)) == "table")
      return add_table(node);  // an extension's type has no constant
  }

  void add_heading(cmark_node* node) {
    const int line = start_of(node);
    std::string_view raw = trim(lines_.line(line));
    // In an item or a quote the heading stands behind their marks.
    if (const auto mark = raw.find('#');
        mark != std::string_view::npos && raw.find_first_not_of(" \t>-*+.)0123456789") == mark)
      raw = raw.substr(mark);
    while (!raw.empty() && (raw.front() == '#' || raw.front() == '>')) raw = trim(raw.substr(1));
    while (raw.size() > 1 && raw.back() == '#' && (raw[raw.size() - 2] == '#' || raw[raw.size() - 2] == ' '))
      raw.remove_suffix(1);
    open_section(cmark_node_get_heading_level(node), line, trim(raw));
  }

  void open_section(int level, int line, std::string_view raw) {
    close_to(level);
    Place place = place_at(Kind::section, line, line);
    HeadingText heading = heading_of(raw);
    place.key = std::move(heading.title);
    place.name = std::move(heading.id);
    if (std::string variable = variable_named(raw); !variable.empty()) {
      place.name = std::move(variable);
      place.role = Role::documented;
    }
    const bool is_protected = says_protected(place.key);
    note_end(line);
    open_.push_back({level, out_.add(std::move(place)), is_protected, 0});
  }

  // One without a closing tag ends with the section that it stands in, or where the next of its kind begins.
  void open_component(const Component& component) {
    int level = kLeadInLevel;
    if (component.folded || component.last == 0) {
      for (std::size_t i = open_.size(); !component.folded && i-- > 0 && level == kLeadInLevel;)
        if (open_[i].level < kLeadInLevel) level = open_[i].level + 1;
      close_to(level);
    }
    const int first = component.first + skip_;
    const int last = component.head_last + skip_;
    Place place = place_at(component.folded ? Kind::paragraph : Kind::section, first, last);
    place.key = plain_text(component.title);
    if (std::string variable = variable_named(component.title); !variable.empty()) {
      place.name = std::move(variable);
      place.role = Role::documented;
    }
    const bool is_protected = says_protected(place.key) || open_.back().is_protected;
    note_end(last);
    open_.push_back(
        {level, out_.add(std::move(place)), is_protected, component.last == 0 ? 0 : component.last + skip_});
  }

  void open_lead_in(int first, int last, std::string label, Kind kind = Kind::paragraph) {
    close_to(kLeadInLevel);
    Place place = place_at(kind, first, last);
    place.key = std::move(label);
    const bool is_protected = says_protected(place.key) || open_.back().is_protected;
    note_end(last);
    open_.push_back({kLeadInLevel, out_.add(std::move(place)), is_protected, 0});
  }

  static bool is_indented_code(cmark_node* node) {
    int length = 0;
    int offset = 0;
    char mark = 0;
    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fenced(node, &length, &offset, &mark) == 0;
  }

  // "!!! type", "??? type", ":::type" (indexer/formats/boxes.h): a lead-in that holds what stands in the box.
  void add_box(std::string_view text, int first, int last) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (ends_box(line) || is_bare_fence(line)) {
      note_end(last);
      return close_to(kLeadInLevel);
    }
    BoxHead head = box_head(line).value_or(BoxHead{});
    for (int n = first + 1; n <= last; ++n) {  // of boxes in boxes, the innermost
      const auto inner = box_head(lines_.line(n));
      if (!inner || inner->type.empty()) break;
      head = *inner;
    }
    open_lead_in(first, last, plain_text(head.title.empty() ? head.type : head.title));
    if (text.front() != ':' && text.front() != '`')
      open_.back().is_indented_box = true;
    else if (last > first && closes_box(lines_.line(last)))
      close_to(kLeadInLevel);
  }

  // A paragraph's last line: what parts code is none of it, so a fence there ends a box.
  static bool closes_box(std::string_view line) { return ends_box(line) || is_bare_fence(line); }

  void add_paragraph(cmark_node* node) {
    const int first = start_of(node);
    const int last = end_of(node);
    const std::string_view text = trim(lines_.range(first, last));
    if (add_definitions(node, first, last)) return;
    if (box_head(text.substr(0, text.find('\n'))) || is_bare_fence(text)) return add_box(text, first, last);
    LeadIn lead = lead_in_of(text);
    if (lead.stands_alone) return open_lead_in(first, last, std::move(lead.label));
    Place place = place_at(Kind::paragraph, first, last);
    if (text.starts_with("**") || text.starts_with("__")) place.key = std::move(lead.label);
    note_end(last);
    out_.add(std::move(place));
    if (last > first && closes_box(lines_.line(last))) close_to(kLeadInLevel);
  }

  void add_definition(const WrittenDefinition& definition, int first) {
    Place place = place_at(Kind::list_item, first + definition.first, first + definition.last);
    place.text = definition.text;
    place.key = clip(plain_text(definition.term), 120);
    if (std::string variable = variable_named(definition.term); !variable.empty()) {
      place.name = std::move(variable);
      place.role = Role::documented;
    }
    note_end(first + definition.last);
    out_.add(std::move(place));
  }

  // A paragraph that is terms with what they mean, or a term whose meaning is the next paragraph.
  bool add_definitions(cmark_node* node, int first, int last) {
    cmark_node* next = cmark_node_next(node);
    if (first == last && next != nullptr && cmark_node_get_type(next) == CMARK_NODE_PARAGRAPH &&
        begins_meaning(lines_.line(start_of(next))) && !begins_meaning(lines_.line(first))) {
      last = end_of(next);
      add_definition({lines_.line(first), lines_.range(first, last), 0, last - first}, first);
      next = cmark_node_next(next);
    } else {
      const auto definitions = definitions_in(lines_.range(first, last));
      if (definitions.empty()) return false;
      for (const WrittenDefinition& definition : definitions) add_definition(definition, first);
    }
    // To CommonMark, the further paragraphs of a meaning are indented code.
    const auto index = static_cast<std::int32_t>(out_.places.size()) - 1;
    for (; next != nullptr && is_indented_code(next); next = cmark_node_next(next)) {
      last = end_of(next);
      Place place = place_at(lines_.line(start_of(next)).starts_with("        ") ? Kind::code_block : Kind::paragraph,
                             start_of(next), last);
      place.parent = index;
      out_.places[static_cast<std::size_t>(index)].line_end = last + shift_;
      note_end(last);
      out_.add(std::move(place));
    }
    read_until_ = last;
    return true;
  }

  void add_list(cmark_node* list, int deep) {
    for (cmark_node* item = cmark_node_first_child(list); item != nullptr; item = cmark_node_next(item)) {
      const int first = start_of(item);
      const int last = end_of(item);
      cmark_node* nested = cmark_node_first_child(item);
      // The item's own words: its first paragraph, up to what is nested in it.
      int own_last = first;
      if (nested != nullptr && cmark_node_get_type(nested) == CMARK_NODE_PARAGRAPH) {
        own_last = std::min(last, end_of(nested));
        nested = cmark_node_next(nested);
      }
      Place place = place_at(Kind::list_item, first, last);
      place.text = lines_.range(first, deep >= kDeepest ? last : own_last);
      std::string_view words = trim(place.text);
      while (!words.empty() && (is_digit(words.front()) || words.front() == '>')) words.remove_prefix(1);
      if (!words.empty())
        words = trim(words.substr(words.front() == '-' || words.front() == '*' || words.front() == '+' ||
                                          words.front() == '.' || words.front() == ')'
                                      ? 1
                                      : 0));
      if (words.starts_with("[ ]") || words.starts_with("[x]") || words.starts_with("[X]")) {
        place.kind = Kind::task_item;
        place.role = words[1] == ' ' ? Role::open : Role::done;
        words = trim(words.substr(3));
      }
      place.key = lead_in_of(words).label;
      if (std::string variable = variable_named(words); !variable.empty()) {
        place.name = std::move(variable);
        if (place.role == Role::none) place.role = Role::documented;
      }
      note_end(last);
      const std::int32_t index = out_.add(std::move(place));
      if (open_.back().is_protected) add_protected_paths(lines_.range(first, own_last), first + shift_, index, out_);
      if (deep >= kDeepest) continue;
      open_.push_back({kLeadInLevel + 1, index, open_.back().is_protected, 0});
      const std::size_t outside = std::exchange(barrier_, open_.size());
      for (; nested != nullptr; nested = cmark_node_next(nested)) add_block(nested, deep + 1);
      // What a nested block left open (a lead-in, a heading in an item) ends with the item.
      while (open_.size() > barrier_) close();
      open_.pop_back();
      barrier_ = outside;
    }
  }

  void add_table(cmark_node* table) {
    const int first = start_of(table);
    const int last = end_of(table);
    Place place = place_at(Kind::table, first, last);
    place.text = lines_.line(first);
    note_end(last);
    const std::int32_t index = out_.add(std::move(place));
    const std::string header = plain_text(lines_.line(first));
    std::string header_words;
    for (char c : header) header_words += c == '|' ? ' ' : c;
    bool is_header = true;
    for (cmark_node* row = cmark_node_first_child(table); row != nullptr; row = cmark_node_next(row)) {
      if (std::exchange(is_header, false)) continue;
      const int line = start_of(row);
      if (line > lines_.count()) break;
      Place place_of_row = place_at(Kind::table_row, line, line);
      place_of_row.parent = index;
      place_of_row.words = header_words;
      std::string_view cells = trim(lines_.line(line));
      while (!cells.empty() && (cells.front() == '|' || cells.front() == '>' || cells.front() == ' '))
        cells.remove_prefix(1);
      std::size_t bar = 0;
      while (bar < cells.size() && !(cells[bar] == '|' && (bar == 0 || cells[bar - 1] != '\\'))) ++bar;
      const std::string_view cell = trim(cells.substr(0, bar));
      place_of_row.key = clip(plain_text(cell), 80);
      if (std::string variable = variable_named(plain_text(cell)); !variable.empty()) {
        place_of_row.name = std::move(variable);
        place_of_row.role = Role::documented;
      }
      out_.add(std::move(place_of_row));
    }
  }

  void add_code(cmark_node* node) {
    const int first = start_of(node);
    const int last = end_of(node);
    Place place = place_at(Kind::code_block, first, last);
    int fence_length = 0;
    int fence_offset = 0;
    char fence_mark = 0;
    const bool fenced = cmark_node_get_fenced(node, &fence_length, &fence_offset, &fence_mark) != 0;
    std::string_view info = cmark_node_get_fence_info(node) == nullptr ? "" : cmark_node_get_fence_info(node);
    info = info.substr(0, info.find_first_of(" \t{,:"));
    const std::string language = to_lower(info);
    int body_first = first;
    int body_last = last;
    if (fenced) {
      body_first = first + 1;
      const std::string_view closing = trim(lines_.line(last));
      if (last > first && (closing.starts_with("```") || closing.starts_with("~~~"))) body_last = last - 1;
    }
    place.text = body_first <= body_last ? lines_.range(body_first, body_last) : std::string_view();
    place.key = language;
    const std::string_view body = place.text;
    note_end(last);
    const std::int32_t index = out_.add(std::move(place));
    if (open_.back().is_protected) add_protected_paths(body, body_first + shift_, index, out_);
    if (body.empty() || depth_ >= kNestedDocuments) return;
    if (language == "markdown" || language == "md" || language == "mdx") {
      Outline(body, body_first + shift_, index, limits_, depth_ + 1, out_).read();
    } else if (const Format* format = format_of_block(language, body); format != nullptr) {
      read_block(*format, body, body_first + shift_, limits_, index, out_);
    }
  }

  void add_quote(cmark_node* quote, int deep) {
    const int first = start_of(quote);
    const int last = end_of(quote);
    if (deep >= kDeepest) {
      out_.add(place_at(Kind::paragraph, first, last));
      return note_end(last);
    }
    std::string_view head = trim(lines_.line(first));
    while (!head.empty() && (head.front() == '>' || head.front() == ' ')) head.remove_prefix(1);
    const std::size_t outside = barrier_;
    const bool titled = head.starts_with("[!") && head.find(']') != std::string_view::npos;
    if (titled) {
      Place place = place_at(Kind::paragraph, first, last);
      place.key = std::string(head.substr(2, head.find(']') - 2));
      open_.push_back({kLeadInLevel + 1, out_.add(std::move(place)), open_.back().is_protected, 0});
      barrier_ = open_.size();
    }
    for (cmark_node* node = cmark_node_first_child(quote); node != nullptr; node = cmark_node_next(node)) {
      if (titled && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && start_of(node) == first) continue;
      add_block(node, deep + 1);
    }
    note_end(last);
    if (!titled) return;
    while (open_.size() >= barrier_) close();
    barrier_ = outside;
  }

  void add_html(cmark_node* node) {
    const int first = start_of(node);
    if (const auto line = static_cast<std::size_t>(first - skip_); line < components_.at_line.size()) {
      const std::int32_t at = components_.at_line[line];
      if (at >= 0) return open_component(components_.all[static_cast<std::size_t>(at)]);
      if (at == Components::kTag) return;
    }
    const int last = end_of(node);
    const std::string_view html = lines_.range(first, last);
    note_end(last);
    const std::string_view bare = trim(html);
    if (bare.starts_with("<!--")) return;
    if (starts_with_ignoring_case(bare, "</details")) return close_to(kLeadInLevel);
    for (int level = 1; level <= 6; ++level) {
      const std::string tag = "<h" + std::to_string(level);
      if (starts_with_ignoring_case(bare, tag) && bare.size() > 3 && (bare[3] == '>' || bare[3] == ' '))
        return open_section(level, first, html);
    }
    const std::string lower = to_lower(html);
    if (const auto summary = lower.find("<summary"); summary != std::string::npos) {
      const auto begin = lower.find('>', summary);
      const auto end = lower.find("</summary", summary);
      if (begin != std::string::npos)
        return open_lead_in(first, last,
                            plain_text(html.substr(begin + 1, end == std::string::npos ? 80 : end - begin - 1)));
    }
    if (contains(lower, "<dt")) {
      for (const WrittenDefinition& definition : html_definitions_in(html)) add_definition(definition, first);
      return;
    }
    out_.add(place_at(Kind::paragraph, first, last));
  }

  std::string_view text_;
  Lines lines_;
  int shift_;  // lines before this text in the source
  int skip_ = 0;
  Components components_;
  const Limits& limits_;
  int depth_;
  Reading& out_;
  std::vector<Open> open_;
  std::size_t barrier_ = 1;  // what is open below this was opened outside of the item or quote being read
  int last_line_ = 0;
  int read_until_ = 0;  // blocks up to this line were read with the one before them
};

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  if (extension == "md" || extension == "markdown" || extension == "mdx" || extension == "mdc" || extension == "mkd")
    return true;
  const std::string_view name = base_name(path);
  return extension.empty() && (name == "README" || name == "CONTRIBUTING" || name == "INSTALL");
}

// In component-map.md, a section that names its definitive source is an entry for a component.
void mark_components(std::size_t from, Reading& out) {
  for (std::size_t i = from; i < out.places.size(); ++i) {
    if (!equal_ignoring_case(out.places[i].key, "Definitive Source")) continue;
    for (auto at = static_cast<std::size_t>(out.places[i].parent); at >= from && at != 0;
         at = static_cast<std::size_t>(out.places[at].parent))
      if (out.places[at].kind == Kind::section) {
        out.places[at].kind = Kind::component;
        out.places[at].name = out.places[at].key;
        break;
      }
  }
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const std::size_t from = out.places.size();
  Outline(source.text, 1, under, source.limits, 0, out).read();
  if (equal_ignoring_case(base_name(source.path), "component-map.md")) mark_components(from, out);
}

}  // namespace

extern const Format markdown_format;
const Format markdown_format = {"markdown", claims, read, {}};

}  // namespace fingerpost
