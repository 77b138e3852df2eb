// Nix expressions: the attributes that are bound in sets and in "let"
// (https://nix.dev/manual/nix/latest/language/syntax). A binding is a key with all of its path
// ("services.nginx.enable"); sets that stand anywhere in its value are below it. Expressions stay as they are written;
// nothing is evaluated.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/formats/text_cursor.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostPath = 200;    // bytes
constexpr std::size_t kMostValue = 4096;  // bytes

bool begins_name(char c) {
  return is_alpha(c) || c == '_';
}

bool continues_name(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '\'';
}

class NixReader : TextCursor {
 public:
  NixReader(std::string_view text, const Limits& limits) : TextCursor(text), limits_(limits), builder_(limits) {}

  KeyTree read() {
    const std::int32_t document = builder_.add(0, "", 1, KeyNode::Type::mapping);
    open_.push_back({'\0', document});
    while (document >= 0 && !full_) {
      skip_space();
      if (at_ >= text_.size()) break;
      read_token();
    }
    return std::move(builder_.tree);
  }

 private:
  // What is open: a set, a list, brackets or "let", and the binding that is being read in it.
  struct Open {
    char bracket;         // '{', '[', '(' or 'l' for let; '\0' for the file
    std::int32_t parent;  // of the bindings in it
    std::int32_t binding = -1;
    std::size_t value = 0;  // where the binding's begins
    int scopes = 0;         // "with x;" and "assert x;" whose ends are no binding's
    bool starts = false;    // a binding may begin here
  };

  void refuse(const std::string& what) {
    if (builder_.tree.findings.empty()) builder_.tree.findings.push_back({line(), "nix: " + what});
  }

  void skip_space() {
    for (;;) {
      if (is_space(here())) {
        ++at_;
      } else if (here() == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (here_is("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  // At "${": goes behind the brace that closes it. Strings in it may hold braces of their own.
  void skip_interpolation(int depth) {
    at_ += 2;
    for (int open = 1; at_ < text_.size() && open > 0;) {
      if (depth < kMostInterpolations && (here() == '"' || here_is("''"))) {
        skip_string(depth + 1);
        continue;
      }
      open += here() == '{' ? 1 : here() == '}' ? -1 : 0;
      ++at_;
    }
  }

  // At a quote, or two of the indented kind: goes behind the string.
  void skip_string(int depth = 0) {
    const bool indented = here_is("''");
    at_ += indented ? 2 : 1;
    while (at_ < text_.size()) {
      if (here_is("${")) {
        skip_interpolation(depth);
      } else if (indented && (here_is("'''") || here_is("''$") || here_is("''\\"))) {
        at_ = std::min(at_ + 3, text_.size());
      } else if (indented ? here_is("''") : here() == '"') {
        at_ += indented ? 2 : 1;
        return;
      } else {
        at_ = std::min(at_ + (!indented && here() == '\\' ? 2u : 1u), text_.size());
      }
    }
  }

  std::string_view read_name() {
    const std::size_t begin = at_;
    while (continues_name(here())) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // "a.b.\"c.d\".${e}"; empty where none begins. What is behind it is not passed.
  std::string read_path() {
    std::string path;
    for (;;) {
      const std::size_t begin = at_;
      std::string_view part;
      if (here() == '"') {
        skip_string();
        part = text_.substr(begin, at_ - begin);
        part.remove_prefix(1);
        if (!part.empty() && part.back() == '"') part.remove_suffix(1);
      } else if (here_is("${")) {
        skip_interpolation(0);
        part = text_.substr(begin, at_ - begin);
      } else if (begins_name(here())) {
        part = read_name();
      }
      if (at_ == begin) return path;
      path += part.substr(0, kMostPath - std::min(kMostPath, path.size()));
      if (here() != '.' || here_is("..")) return path;
      ++at_;
      path += '.';
    }
  }

  void push(char bracket) {
    if (open_.size() > static_cast<std::size_t>(limits_.nesting)) {
      refuse("nested too deep; the rest is not searched");
      full_ = true;
      return;
    }
    const Open& outer = open_.back();
    open_.push_back({bracket, outer.binding >= 0 ? outer.binding : outer.parent});
    open_.back().starts = bracket == '{' || bracket == 'l';
  }

  void pop(char bracket) {
    const auto matches = [&](const Open& one) { return one.bracket == bracket; };
    if (std::none_of(open_.begin() + 1, open_.end(), matches)) {
      refuse(bracket == 'l' ? "'in' without 'let'" : "a bracket closes nothing");
      return;
    }
    while (!matches(open_.back())) {
      end_binding();
      open_.pop_back();
    }
    end_binding();
    open_.pop_back();
  }

  void end_binding() {
    Open& open = open_.back();
    if (open.binding < 0) return;
    KeyNode& node = builder_.tree.nodes[static_cast<std::size_t>(open.binding)];
    if (node.first_child < 0) {
      node.text = trim(text_.substr(open.value, at_ - open.value)).substr(0, kMostValue);
      std::string_view value = node.text;
      if (value.size() >= 2 && value.front() == '"' && value.find('"', 1) == value.size() - 1)
        value = value.substr(1, value.size() - 2);
      node.value = std::string(value);
    } else {
      node.type = KeyNode::Type::mapping;
    }
    builder_.extend(open.binding, line());
    open.binding = -1;
  }

  // A binding where one may begin; false where none does.
  bool read_binding() {
    Open& open = open_.back();
    open.starts = false;
    const int begin = line();
    const std::size_t from = at_;
    std::string path = read_path();
    if (at_ == from) return false;
    if (path.empty() || path == "inherit") return true;
    skip_space();
    if (here() != '=' || here_is("==")) {
      if (path == "in") pop('l');
      return true;
    }
    open.binding = builder_.add(open.parent, std::move(path), begin, KeyNode::Type::scalar);
    if (open.binding < 0) full_ = true;
    open.value = ++at_;
    return true;
  }

  void read_token() {
    if (open_.back().starts && read_binding()) return;
    const char c = here();
    if (c == '"' || here_is("''")) {
      skip_string();
    } else if (here_is("${")) {
      skip_interpolation(0);
    } else if (begins_name(c)) {
      const std::string_view name = read_name();
      if (name == "with" || name == "assert") ++open_.back().scopes;
      if (name == "let") push('l');
      if (name == "in") pop('l');
    } else if (is_digit(c)) {
      while (continues_name(here())) ++at_;
    } else {
      if (c == ';') end_of_statement();
      if (c == '}' || c == ']' || c == ')') pop(c == '}' ? '{' : c == ']' ? '[' : '(');
      if (c == '{' || c == '[' || c == '(') push(c);
      ++at_;
    }
  }

  void end_of_statement() {
    Open& open = open_.back();
    if (open.scopes > 0) {
      --open.scopes;
      return;
    }
    end_binding();
    open.starts = open.bracket == '{' || open.bracket == 'l';
  }

  static constexpr int kMostInterpolations = 16;  // "${"${…}"}", one in another

  const Limits& limits_;
  KeyTreeBuilder builder_;
  std::vector<Open> open_;
  bool full_ = false;
};

bool claims_nix(std::string_view path) {
  return extension_of(path) == "nix";
}

void read_nix(const SourceText& source, std::int32_t under, Reading& out) {
  KeyTree tree = NixReader(source.text, source.limits).read();
  attach_comments(source.text, {"#"}, tree);
  add_key_tree(source.path, tree, under, out);
}

constexpr std::array<std::string_view, 1> kNixFences = {"nix"};

}  // namespace

extern const Format nix_format;
const Format nix_format = {"nix", claims_nix, read_nix, kNixFences};

}  // namespace fingerpost
