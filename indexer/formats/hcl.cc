// HCL as Terraform, OpenTofu, Packer, Nomad and Terragrunt write it: blocks with labels, attributes, objects, lists and
// heredocs (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md). A block is a mapping whose key is its type
// and labels ("resource.aws_db_instance.main"). Expressions stay as they are written; nothing is evaluated.
#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/formats/text_cursor.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostKey = 200;    // bytes
constexpr std::size_t kMostText = 4096;  // bytes of one value
constexpr int kMostTemplates = 16;       // "${"${…}"}", one in another

bool is_identifier(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

class HclReader : TextCursor {
 public:
  HclReader(std::string_view text, const Limits& limits) : TextCursor(text), limits_(limits), builder_(limits) {}

  KeyTree read() {
    const std::int32_t document = builder_.add(0, "", 1, KeyNode::Type::mapping);
    while (document >= 0 && !full_ && at_ < text_.size()) {
      read_body(document, 0);
      if (at_ < text_.size()) {  // a brace that closes nothing
        refuse("'" + std::string(1, text_[at_]) + "' closes nothing");
        ++at_;
      }
    }
    return std::move(builder_.tree);
  }

 private:
  // One finding a file: what follows a mistake is often read wrongly too.
  void refuse(const std::string& what) {
    if (builder_.tree.findings.empty()) builder_.tree.findings.push_back({line(), "hcl: " + what});
  }

  void skip_blanks() {
    while (here() == ' ' || here() == '\t' || here() == '\r') ++at_;
  }
  void skip_to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  bool skip_comment() {
    if (here() == '#' || here_is("//")) {
      skip_to_line_end();
    } else if (here_is("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else {
      return false;
    }
    return true;
  }
  // Blanks, ends of lines, commas and comments.
  void skip_space() {
    for (;;) {
      skip_blanks();
      if (here() == '\n' || here() == ',')
        ++at_;
      else if (!skip_comment())
        return;
    }
  }

  // At a quote: goes behind the string, templates with strings of their own included. A string ends with its line.
  void skip_string(int templates = 0) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '\n') {
      const char c = text_[at_];
      if (c == '\\') {
        at_ = std::min(at_ + 2, text_.size());
      } else if (c == '"') {
        ++at_;
        return;
      } else if ((here_is("${") || here_is("%{")) && templates < kMostTemplates) {
        at_ += 2;
        int open = 1;
        while (at_ < text_.size() && open > 0 && text_[at_] != '\n') {
          if (text_[at_] == '"') {
            skip_string(templates + 1);
            continue;
          }
          open += text_[at_] == '{' ? 1 : text_[at_] == '}' ? -1 : 0;
          ++at_;
        }
      } else {
        ++at_;
      }
    }
  }

  // Goes to the end of an expression: of the line, or a comma or bracket that belongs to what holds it.
  void skip_expression() {
    int open = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
        continue;
      }
      if (open == 0 && (c == '\n' || c == ',' || c == '}' || c == ']' || c == ')')) return;
      if (c == '#' || here_is("//") || here_is("/*")) {
        if (open == 0) return;
        skip_comment();
        continue;
      }
      if (c == '{' || c == '[' || c == '(') ++open;
      if (c == '}' || c == ']' || c == ')') --open;
      ++at_;
    }
  }

  // At "<<": the lines up to the marker, which is passed.
  std::string_view read_heredoc() {
    at_ += 2;
    if (here() == '-') ++at_;
    const std::size_t marker_begin = at_;
    while (is_identifier(here())) ++at_;
    const std::string_view marker = text_.substr(marker_begin, at_ - marker_begin);
    skip_to_line_end();
    const std::size_t begin = std::min(at_ + 1, text_.size());
    while (at_ < text_.size()) {
      const std::size_t from = ++at_;
      skip_to_line_end();
      const std::string_view read = text_.substr(std::min(from, text_.size()), at_ - std::min(from, at_));
      if (trim(read) == marker) return text_.substr(begin, from - begin);
    }
    refuse("no line '" + std::string(marker) + "' ends this text");
    return text_.substr(begin);
  }

  std::int32_t add(std::int32_t parent, std::string key, KeyNode::Type type) {
    const std::int32_t node = builder_.add(parent, std::move(key), line(), type);
    full_ = full_ || node < 0;
    return node;
  }

  void set_text(std::int32_t node, std::string_view text) {
    KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
    made.text = trim(text).substr(0, kMostText);
    std::string_view value = made.text;
    if (value.size() >= 2 && value.front() == '"' && value.find('"', 1) == value.size() - 1)
      value = value.substr(1, value.size() - 2);
    made.value = std::string(value);
  }

  // Whether a bracket opens `[for x in …]`, which is an expression.
  bool opens_for() const {
    std::size_t at = at_ + 1;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\n' || text_[at] == '\r')) ++at;
    return text_.substr(at).starts_with("for ");
  }

  void read_value(std::int32_t parent, std::string key, int depth) {
    const bool nests = depth < limits_.nesting && (here() == '{' || here() == '[') && !opens_for();
    const bool object = here() == '{';
    const std::int32_t node = add(parent, std::move(key),
                                  !nests   ? KeyNode::Type::scalar
                                  : object ? KeyNode::Type::mapping
                                           : KeyNode::Type::sequence);
    if (node < 0) return;
    const std::size_t begin = at_;
    if (nests) {
      ++at_;
      if (object)
        read_body(node, depth + 1);
      else
        read_items(node, depth + 1);
      if (here() == '}' || here() == ']') ++at_;
      builder_.extend(node, line());
      skip_expression();  // "[…][0]", "{…} : null"
    } else if (here_is("<<")) {
      set_text(node, read_heredoc());
    } else {
      skip_expression();
      set_text(node, text_.substr(begin, at_ - begin));
    }
    builder_.extend(node, line());
  }

  void read_items(std::int32_t sequence, int depth) {
    for (skip_space(); !full_ && at_ < text_.size() && here() != ']'; skip_space()) {
      const std::size_t before = at_;
      if (here() == '}' || here() == ')') return;
      read_value(sequence, "", depth);
      if (at_ == before) ++at_;
    }
  }

  // Attributes and blocks up to the brace that closes them, which stays.
  void read_body(std::int32_t parent, int depth) {
    for (skip_space(); !full_ && at_ < text_.size() && here() != '}' && here() != ']' && here() != ')'; skip_space()) {
      std::string key = read_key();
      if (key.empty()) {
        refuse("neither a key nor a block");
        skip_to_line_end();
        continue;
      }
      if ((here() == '=' && !here_is("==")) || here() == ':') {
        ++at_;
        skip_blanks();
        read_value(parent, std::move(key), depth);
      } else if (here() == '{') {
        const std::int32_t block = depth < limits_.nesting ? add(parent, std::move(key), KeyNode::Type::mapping) : -1;
        if (block < 0) {
          skip_expression();
          continue;
        }
        ++at_;
        read_body(block, depth + 1);
        if (here() == '}') ++at_;
        builder_.extend(block, line());
      } else {
        refuse("'" + key.substr(0, 40) + "' is followed by neither '=' nor '{'");
        skip_to_line_end();
      }
    }
  }

  // A type with its labels, a key, or a computed key "(…)"; blanks behind it are passed.
  std::string read_key() {
    std::string key;
    for (;;) {
      const std::size_t begin = at_;
      std::string_view part;
      if (here() == '"') {
        skip_string();
        part = text_.substr(begin, at_ - begin);
        part.remove_prefix(1);
        if (!part.empty() && part.back() == '"') part.remove_suffix(1);
      } else if (here() == '(' && key.empty()) {
        ++at_;
        skip_expression();
        part = text_.substr(begin + 1, at_ - begin - 1);
        if (here() == ')') ++at_;
      } else {
        while (is_identifier(here())) ++at_;
        part = text_.substr(begin, at_ - begin);
      }
      if (at_ == begin) return key;
      if (!key.empty()) key += '.';
      key += part.substr(0, kMostKey - std::min(kMostKey, key.size()));
      skip_blanks();
    }
  }

  const Limits& limits_;
  KeyTreeBuilder builder_;
  bool full_ = false;
};

bool claims_hcl(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  return extension == "tf" || extension == "tfvars" || extension == "hcl" || extension == "tofu" ||
         extension == "nomad" || extension == "tfbackend" || extension == "alloy" || extension == "river";
}

void read_hcl(const SourceText& source, std::int32_t under, Reading& out) {
  KeyTree tree = HclReader(source.text, source.limits).read();
  attach_comments(source.text, {"#", "//"}, tree);
  add_key_tree(source.path, tree, under, out);
}

constexpr std::array<std::string_view, 3> kHclFences = {"hcl", "terraform", "tf"};

}  // namespace

extern const Format hcl_format;
const Format hcl_format = {"hcl", claims_hcl, read_hcl, kHclFences};

}  // namespace fingerpost
