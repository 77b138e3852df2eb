// YAML through libyaml's events: exact marks, no alias expansion, several documents. What it cannot parse (templates,
// broken files) is scanned line by line from where it stopped.
#include <yaml.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/formats/key_trees.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

constexpr std::size_t kSearchedValue = 4096;  // of a longer scalar, the start is searched

// libyaml ends lines at a lone carriage return, NEL, LS and PS too, which end none of a file. The text with blanks for
// them, as many bytes and characters long; a copy that needed any is kept in `room`.
std::string_view with_lines_of_file(std::string_view text, std::string& room) {
  struct Break {
    std::string_view mark;
    std::string_view blank;
  };
  constexpr std::array<Break, 4> kBreaks = {
      {{"\r", " "}, {"\xC2\x85", "\xC2\xA0"}, {"\xE2\x80\xA8", "\xE2\x80\xAF"}, {"\xE2\x80\xA9", "\xE2\x80\xAF"}}};
  for (std::size_t at = 0; (at = text.find_first_of("\r\xC2\xE2", at)) != std::string_view::npos; ++at)
    for (const auto& [mark, blank] : kBreaks) {
      if (!text.substr(at).starts_with(mark) || text.substr(at).starts_with("\r\n")) continue;
      if (room.empty()) room = text;
      room.replace(at, mark.size(), blank);
    }
  return room.empty() ? text : room;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

class Parser {
 public:
  Parser(std::string_view text, const Limits& limits)
      : text_(text), ascii_(is_ascii(text)), limits_(limits), builder_(limits) {
    yaml_parser_initialize(&parser_);
    const std::string_view input = with_lines_of_file(text, input_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(input.data()), input.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  KeyTree parse() {
    for (;;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        give_up();
        break;
      }
      const std::unique_ptr<yaml_event_t, decltype(&yaml_event_delete)> owner(&event, yaml_event_delete);
      if (event.type == YAML_STREAM_END_EVENT || !take(event)) break;
    }
    return std::move(builder_.tree);
  }

 private:
  struct Open {
    std::int32_t node;
    bool mapping;
    std::optional<std::string> key;  // of a mapping's entry whose value is awaited
    int key_line = 1;
  };

  static int line_of(const yaml_mark_t& mark) { return static_cast<int>(mark.line) + 1; }

  // A collection's end mark stands where the next token begins; the last content before it is what counts.
  bool take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        document_offset_ = event.start_mark.index;
        document_line_ = line_of(event.start_mark);
        return true;
      case YAML_SCALAR_EVENT: {
        const std::string_view value(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
        if (!open_.empty() && open_.back().mapping && !open_.back().key) {
          open_.back().key = std::string(value.substr(0, 300));
          open_.back().key_line = line_of(event.start_mark);
          return true;
        }
        const bool empty = event.data.scalar.length == 0 && event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        int end = line_of(event.end_mark);
        const bool block =
            event.data.scalar.style == YAML_LITERAL_SCALAR_STYLE || event.data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
        if (event.end_mark.column == 0 && end > line_of(event.start_mark)) --end;
        const std::int32_t node = add(line_of(event.start_mark), empty ? KeyNode::Type::null : KeyNode::Type::scalar);
        if (node < 0) return false;
        KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
        made.value = std::string(value.substr(0, kSearchedValue));
        made.text = slice(event.start_mark.index, event.end_mark.index);
        if (block) {
          // Trailing blank lines belong to the scalar's text, not to its place.
          const std::string_view raw = slice_all(event.start_mark.index, event.end_mark.index);
          std::size_t blank = 0;
          for (std::size_t i = raw.size(); i > 0 && is_space(raw[i - 1]); --i) blank += raw[i - 1] == '\n' ? 1u : 0u;
          if (blank > 1) end -= static_cast<int>(blank) - 1;
        }
        builder_.extend(node, empty ? made.line : std::max(end, made.line));
        return true;
      }
      case YAML_ALIAS_EVENT: {
        const std::int32_t node = add(line_of(event.start_mark), KeyNode::Type::scalar);
        if (node < 0) return false;
        KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
        made.value = "*" + std::string(reinterpret_cast<const char*>(event.data.alias.anchor));
        made.text = slice(event.start_mark.index, event.end_mark.index);
        builder_.extend(node, line_of(event.start_mark));
        return true;
      }
      case YAML_MAPPING_START_EVENT:
      case YAML_SEQUENCE_START_EVENT: {
        const bool mapping = event.type == YAML_MAPPING_START_EVENT;
        const std::int32_t node =
            add(line_of(event.start_mark), mapping ? KeyNode::Type::mapping : KeyNode::Type::sequence);
        if (node < 0) return false;
        if (open_.size() >= static_cast<std::size_t>(limits_.nesting)) {
          builder_.tree.findings.push_back(
              {line_of(event.start_mark), "nested deeper than " + std::to_string(limits_.nesting) +
                                              " levels; the rest of the file is not searched"});
          return false;
        }
        builder_.extend(node, line_of(event.start_mark));
        open_.push_back({node, mapping, std::nullopt, 1});
        return true;
      }
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        // A flow collection ends with its bracket; a block one with its last entry.
        if (event.end_mark.index > event.start_mark.index)
          builder_.extend(open_.back().node, line_of(event.start_mark));
        open_.pop_back();
        return true;
      default: return true;
    }
  }

  std::int32_t add(int line, KeyNode::Type type) {
    if (open_.empty()) return builder_.add(0, "", line, type);
    Open& top = open_.back();
    std::string key;
    if (top.mapping && top.key) {
      key = std::move(*top.key);
      top.key.reset();
      line = top.key_line;
    } else if (top.mapping) {
      key = "?";  // a collection as a key; its value is read as if it had none
      top.key = "";
      top.key_line = line;
    }
    return builder_.add(top.node, std::move(key), line, type);
  }

  // Marks count characters; the text is indexed by bytes.
  std::size_t byte_of(std::size_t character) {
    if (ascii_) return std::min(character, text_.size());
    if (character < seen_characters_) seen_characters_ = seen_bytes_ = 0;
    while (seen_characters_ < character && seen_bytes_ < text_.size()) {
      ++seen_bytes_;
      while (seen_bytes_ < text_.size() && (static_cast<unsigned char>(text_[seen_bytes_]) & 0xC0) == 0x80)
        ++seen_bytes_;
      ++seen_characters_;
    }
    return seen_bytes_;
  }
  std::string_view slice_all(std::size_t begin, std::size_t end) {
    const std::size_t first = byte_of(begin);
    return text_.substr(first, byte_of(end) - first);
  }
  std::string_view slice(std::size_t begin, std::size_t end) { return slice_all(begin, end).substr(0, kSearchedValue); }

  void give_up() {
    // A file that ends too early has its problem behind the last line.
    const int line = std::min(line_of(parser_.problem_mark), Lines(text_).count());
    const std::string problem = parser_.problem == nullptr ? "cannot be parsed" : parser_.problem;
    const bool templated = contains(text_, "{{") || contains(text_, "{%");
    if (!templated)
      builder_.tree.findings.push_back({std::max(line, 1), "yaml: " + problem + "; the rest was read line by line"});
    // The document that broke is scanned from its start, so that the tree has one shape.
    builder_.tree.nodes.resize(first_of_document());
    KeyTreeBuilder again(limits_);
    KeyTree kept = std::move(builder_.tree);
    builder_.tree = KeyTree();
    rebuild(kept, again);
    scan_yaml_lines(text_, document_line_, again);
    builder_ = std::move(again);
  }

  std::size_t first_of_document() const {
    std::size_t last = builder_.tree.nodes.size();
    for (std::size_t i = builder_.tree.nodes.size(); i-- > 1;)
      if (builder_.tree.nodes[i].parent == 0) {
        if (builder_.tree.nodes[i].line >= document_line_)
          last = i;
        else
          break;
      }
    return last;
  }

  static void rebuild(KeyTree& from, KeyTreeBuilder& to) {
    to.tree.findings = std::move(from.findings);
    for (std::size_t i = 1; i < from.nodes.size(); ++i) {
      KeyNode& old = from.nodes[i];
      const std::int32_t node = to.add(old.parent, std::move(old.key), old.line, old.type);
      if (node < 0) return;
      KeyNode& made = to.tree.nodes[static_cast<std::size_t>(node)];
      made.value = std::move(old.value);
      made.text = old.text;
      made.line_end = old.line_end;
    }
  }

  std::string_view text_;
  std::string input_;  // of the parser, where the text itself does not do
  bool ascii_;
  const Limits& limits_;
  KeyTreeBuilder builder_;
  yaml_parser_t parser_{};
  std::vector<Open> open_;
  std::size_t document_offset_ = 0;
  int document_line_ = 1;
  std::size_t seen_characters_ = 0;
  std::size_t seen_bytes_ = 0;
};

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  if (extension == "yml" || extension == "yaml" || extension == "sls") return true;  // Salt's states
  const std::string_view name = base_name(path);
  // Ansible's variables of a group or host, whose name the file has, dots included.
  const std::string_view directory = base_name(directory_of(path));
  if ((directory == "group_vars" || directory == "host_vars") && extension != "md" && extension != "txt") return true;
  // Owners of a Kubernetes project's directories, and what kubebuilder keeps of a project.
  return name == ".clang-format" || name == ".clang-tidy" || name == "OWNERS" || name == "OWNERS_ALIASES" ||
         name == "PROJECT";
}

// A large file is generated or data, in plain block style: the line scan reads it as well as the parser, several times
// faster.
constexpr std::size_t kLargeFile = 64u << 10;

// A value that is a template, `replicas: {{ .Values.replicas }}`, reads to a parser as a mapping with a mapping as its
// key, which nobody writes.
bool is_template(std::string_view text) {
  return contains(text, ": {{") || contains(text, "- {{");
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  KeyTree tree = yaml_tree(source.text, source.limits);
  attach_comments(source.text, {"#"}, tree);
  add_key_tree(source.path, tree, under, out);
}

constexpr std::array<std::string_view, 4> kFences = {"yaml", "yml", "docker-compose", "compose"};

}  // namespace

KeyTree yaml_tree(std::string_view text, const Limits& limits) {
  if (text.size() <= kLargeFile && !is_template(text)) return Parser(text, limits).parse();
  KeyTreeBuilder builder(limits);
  scan_yaml_lines(text, 1, builder);
  return std::move(builder.tree);
}

extern const Format yaml_format;
const Format yaml_format = {"yaml", claims, read, kFences};

}  // namespace fingerpost
