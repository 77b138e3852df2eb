// JSON, with the comments and trailing commas that configuration files have. A scanner of our own: nlohmann's parser
// gives no positions and refuses both.
#include <array>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/formats/key_trees.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

constexpr std::size_t kSearchedValue = 4096;
constexpr std::size_t kMostItems = 400;  // of an array of collections; a longer one is data, not configuration

class Scanner {
 public:
  Scanner(std::string_view text, const Limits& limits) : text_(text), limits_(limits), builder_(limits) {}

  KeyTree scan() {
    skip();
    while (at_ < text_.size() && !stopped_) {
      value(0, "", line_, 0);
      skip();
      if (at_ < text_.size() && !stopped_) {
        fail("text behind the value");
        break;
      }
    }
    return std::move(builder_.tree);
  }

 private:
  void fail(std::string_view message) {
    if (stopped_) return;
    stopped_ = true;
    builder_.tree.findings.push_back({line_here(), "json: " + std::string(message) + "; the rest is not searched"});
  }

  // The end of the last line begins no other.
  int line_here() const { return at_ >= text_.size() && text_.ends_with('\n') && line_ > 1 ? line_ - 1 : line_; }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        ++at_;
      } else if (is_space(c)) {
        ++at_;
      } else if (text_.compare(at_, 2, "//") == 0) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.compare(at_, 2, "/*") == 0) {
        const auto end = text_.find("*/", at_ + 2);
        const std::size_t stop = end == std::string_view::npos ? text_.size() : end + 2;
        for (; at_ < stop; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
      } else {
        return;
      }
    }
  }

  std::string string() {
    const char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\n') {
        fail("a string is not closed");
        return out;
      }
      if (text_[at_] != '\\') {
        out += text_[at_++];
        continue;
      }
      ++at_;
      const char c = peek();
      ++at_;
      switch (c) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 'r': out += '\r'; break;
        case 'b':
        case 'f': break;
        case 'u': unicode(out); break;
        case '\n': ++line_; break;
        default: out += c;
      }
    }
    if (at_ >= text_.size())
      fail("a string is not closed");
    else
      ++at_;
    return out;
  }

  void unicode(std::string& out) {
    const auto hex4 = [&]() -> char32_t {
      char32_t code = 0;
      for (int i = 0; i < 4 && at_ < text_.size(); ++i, ++at_) {
        const char c = text_[at_];
        const int digit = is_digit(c)            ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return 0xFFFD;
        code = code << 4 | static_cast<char32_t>(digit);
      }
      return code;
    };
    char32_t code = hex4();
    if (code >= 0xD800 && code < 0xDC00 && text_.compare(at_, 2, "\\u") == 0) {
      at_ += 2;
      const char32_t low = hex4();
      code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = 0xFFFD;
    }
    append_utf8(out, code);
  }

  void value(std::int32_t parent, std::string key, int line, int depth) {
    const char c = peek();
    if (c == '{' || c == '[') return collection(parent, std::move(key), line, depth, c == '{');
    const std::int32_t node = builder_.add(parent, std::move(key), line, KeyNode::Type::scalar);
    const std::size_t begin = at_;
    std::string decoded;
    if (c == '"' || c == '\'') {
      decoded = string();
    } else {
      while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ',' && text_[at_] != '}' &&
             text_[at_] != ']' && text_[at_] != ':')
        ++at_;
      if (at_ == begin) return fail("a value is missing");
      decoded = std::string(text_.substr(begin, at_ - begin));
    }
    if (node < 0) {
      stopped_ = true;
      return;
    }
    KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
    made.text = text_.substr(begin, std::min(at_ - begin, kSearchedValue));
    made.value = decoded.substr(0, kSearchedValue);
    if (made.value == "null") made.type = KeyNode::Type::null;
    builder_.extend(node, line_here());
  }

  void collection(std::int32_t parent, std::string key, int line, int depth, bool mapping) {
    if (depth >= limits_.nesting) return fail("nested deeper than " + std::to_string(limits_.nesting) + " levels");
    const std::int32_t node =
        builder_.add(parent, std::move(key), line, mapping ? KeyNode::Type::mapping : KeyNode::Type::sequence);
    if (node < 0) {
      stopped_ = true;
      return;
    }
    ++at_;
    const char close = mapping ? '}' : ']';
    std::size_t items = 0;
    for (;;) {
      skip();
      if (stopped_) break;
      if (at_ >= text_.size()) {
        fail("a bracket is not closed");
        break;
      }
      if (peek() == close) {
        ++at_;
        break;
      }
      if (peek() == ',') {
        ++at_;
        continue;
      }
      const int at_line = line_;
      std::string name;
      if (mapping) {
        if (peek() == '"' || peek() == '\'') {
          name = string();
        } else {
          const std::size_t begin = at_;
          while (at_ < text_.size() &&
                 (is_alnum(text_[at_]) || text_[at_] == '_' || text_[at_] == '$' || text_[at_] == '-'))
            ++at_;
          name = std::string(text_.substr(begin, at_ - begin));
          if (name.empty()) {
            fail("a key is missing");
            break;
          }
        }
        skip();
        if (peek() != ':') {
          fail("a colon is missing");
          break;
        }
        ++at_;
        skip();
      } else if (++items > kMostItems && (peek() == '{' || peek() == '[')) {
        builder_.tree.findings.push_back({line_, "an array of more than " + std::to_string(kMostItems) +
                                                     " items; what follows is data and is not searched"});
        stopped_ = true;
        break;
      }
      value(node, std::move(name), at_line, depth + 1);
      if (stopped_) break;
    }
    builder_.extend(node, line_here());
  }

  std::string_view text_;
  const Limits& limits_;
  KeyTreeBuilder builder_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool stopped_ = false;
};

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  for (std::string_view known : {"json", "jsonc", "json5", "webmanifest", "code-workspace", "har", "jsonld"})
    if (extension == known) return true;
  const std::string_view name = base_name(path);
  for (std::string_view known :
       {".babelrc", ".eslintrc", ".prettierrc", ".swcrc", ".mocharc", ".stylelintrc", ".releaserc"})
    if (name == known) return true;
  return false;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  KeyTree tree = json_tree(source.text, source.limits);
  attach_comments(source.text, {"//"}, tree);
  add_key_tree(source.path, tree, under, out);
}

constexpr std::array<std::string_view, 3> kFences = {"json", "jsonc", "json5"};

}  // namespace

KeyTree json_tree(std::string_view text, const Limits& limits) {
  return Scanner(text, limits).scan();
}

extern const Format json_format;
const Format json_format = {"json", claims, read, kFences};

}  // namespace fingerpost
