// XML configuration (pom.xml, logback.xml, web.config, project files of .NET, Android manifests) through expat, in
// UTF-8 whatever it declares. An element is a key, its attributes and elements are below it; what names an element (a
// name, an id) is a part of its key. No external entities, none of the document's own expanded in texts, and expat's
// protection against expansion in attributes with narrow bounds.
#define XML_DTD  // the header declares the bounds of expansion only to those who say that the library has them
#include <expat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/shape.h"

namespace fingerpost {

extern const Format ini_format;

namespace {

constexpr std::size_t kSearchedValue = 4096;  // bytes
constexpr std::size_t kLongestName = 120;     // bytes of what is put behind an element's name
constexpr float kMostExpansion = 4;           // times the size of the file
constexpr unsigned long long kExpansionFree = 64u << 10;

// Attributes that say which of its kind an element is; the first that is there.
constexpr std::string_view kNaming[] = {"name", "id", "key", "android:name", "Include", "Name", "Id", "Key", "x:Key"};
// Elements that say it of the one that they are in (Maven's dependencies and plugins).
constexpr std::string_view kNamingElements[] = {"artifactId", "name", "id", "key"};

class Reader {
 public:
  Reader(std::string_view text, const Limits& limits)
      : text_(text), lines_(text), limits_(limits), builder_(limits), parser_(XML_ParserCreate("UTF-8")) {}

  KeyTree read() {
    document_ = builder_.add(0, "", 1, KeyNode::Type::mapping);
    if (parser_ == nullptr || document_ < 0) return std::move(builder_.tree);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCommentHandler(parser_.get(), on_comment);
    XML_SetDefaultHandler(parser_.get(), nullptr);  // set at all, it leaves entities in texts as they are
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser_.get(), kMostExpansion);
    XML_SetBillionLaughsAttackProtectionActivationThreshold(parser_.get(), kExpansionFree);
    const XML_Status status = XML_Parse(parser_.get(), text_.data(), static_cast<int>(text_.size()), XML_TRUE);
    if (status != XML_STATUS_OK && !stopped_)
      find(static_cast<int>(XML_GetCurrentLineNumber(parser_.get())),
           std::string("xml: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())) + "; what follows is not searched");
    return std::move(builder_.tree);
  }

 private:
  struct Open {
    std::int32_t node;
    std::size_t text_begin;  // behind the opening tag
    bool named;
    bool has_children;
  };

  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Reader*>(self)->start(name, attributes);
  }
  static void on_end(void* self, const XML_Char*) { static_cast<Reader*>(self)->end(); }
  static void on_comment(void* self, const XML_Char*) { static_cast<Reader*>(self)->comment(); }

  void find(int line, std::string message) {
    builder_.tree.findings.push_back({std::clamp(line, 1, std::max(lines_.count(), 1)), std::move(message)});
  }

  void stop() {
    stopped_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  // The bytes of the event at hand.
  std::string_view event() const {
    const auto begin = static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser_.get()), 0));
    const auto count = static_cast<std::size_t>(std::max(XML_GetCurrentByteCount(parser_.get()), 0));
    return begin > text_.size() ? std::string_view() : text_.substr(begin, count);
  }
  std::size_t offset_of(std::string_view part) const { return static_cast<std::size_t>(part.data() - text_.data()); }
  KeyNode& node(std::int32_t index) { return builder_.tree.nodes[static_cast<std::size_t>(index)]; }

  void start(std::string_view name, const XML_Char** attributes) {
    if (stopped_) return;
    const std::string_view tag = event();
    if (tag.empty()) return stop();
    const int line = lines_.line_of(offset_of(tag));
    if (open_.size() >= static_cast<std::size_t>(limits_.nesting)) {
      find(line, "nested deeper than " + std::to_string(limits_.nesting) + " levels; what follows is not searched");
      return stop();
    }
    const std::string_view naming = naming_attribute(attributes);
    std::string key(name);
    for (const XML_Char** at = attributes; *at != nullptr; at += 2)
      if (naming == *at) key += " " + clip(at[1], kLongestName);
    const std::int32_t parent = open_.empty() ? document_ : open_.back().node;
    const std::int32_t made = builder_.add(parent, std::move(key), line, KeyNode::Type::null);
    if (made < 0) return stop();
    if (!open_.empty()) {
      open_.back().has_children = true;
      node(parent).type = KeyNode::Type::mapping;
    }
    builder_.extend(made, lines_.line_of(offset_of(tag) + tag.size() - 1));
    take_comment(made, line);
    const bool children = add_attributes(made, tag, attributes, naming);
    open_.push_back({made, offset_of(tag) + tag.size(), !naming.empty(), children});
  }

  static std::string_view naming_attribute(const XML_Char** attributes) {
    std::size_t best = std::size(kNaming);
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      const auto known =
          static_cast<std::size_t>(std::find(std::begin(kNaming), std::end(kNaming), *at) - std::begin(kNaming));
      if (at[1][0] != '\0') best = std::min(best, known);
    }
    return best < std::size(kNaming) ? kNaming[best] : std::string_view();
  }

  // The attributes that do not name the element. `<add key="x" value="y"/>` is a key with its value.
  bool add_attributes(std::int32_t element, std::string_view tag, const XML_Char** attributes,
                      std::string_view naming) {
    std::vector<std::pair<std::string_view, std::string_view>> others;  // name, raw value
    std::vector<std::string_view> values;
    std::size_t from = 0;
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      const std::string_view raw = raw_value(tag, *at, from);
      if (naming == *at || std::string_view(*at).starts_with("xmlns")) continue;
      others.emplace_back(*at, raw);
      values.emplace_back(at[1]);
    }
    if (others.size() == 1 && !naming.empty() && (others[0].first == "value" || others[0].first == "Version")) {
      set_value(element, others[0].second, values[0]);
      return false;
    }
    for (std::size_t i = 0; i < others.size(); ++i) {
      const int line = lines_.line_of(offset_of(others[i].second));
      const std::int32_t made = builder_.add(element, std::string(others[i].first), line, KeyNode::Type::scalar);
      if (made < 0) return true;
      node(element).type = KeyNode::Type::mapping;
      set_value(made, others[i].second, values[i]);
    }
    return !others.empty();
  }

  void set_value(std::int32_t at, std::string_view raw, std::string_view value) {
    KeyNode& made = node(at);
    made.type = KeyNode::Type::scalar;
    made.text = raw.substr(0, kSearchedValue);
    made.value = std::string(value.substr(0, kSearchedValue));
    if (!raw.empty()) builder_.extend(at, lines_.line_of(offset_of(raw) + raw.size() - 1));
  }

  // Where the tag says name="…": what stands between the quotes. Attributes come in the order of the tag; `from` goes
  // along.
  static std::string_view raw_value(std::string_view tag, std::string_view name, std::size_t& from) {
    for (std::size_t at = tag.find(name, from); at != std::string_view::npos; at = tag.find(name, at + 1)) {
      std::size_t sign = at + name.size();
      while (sign < tag.size() && is_space(tag[sign])) ++sign;
      if (at == 0 || !is_space(tag[at - 1]) || sign >= tag.size() || tag[sign] != '=') continue;
      const auto open = tag.find_first_of("\"'", sign);
      if (open == std::string_view::npos) break;
      const auto close = tag.find(tag[open], open + 1);
      if (close == std::string_view::npos) break;
      from = close;
      return tag.substr(open + 1, close - open - 1);
    }
    from = tag.size();  // a default that the document's type declares, as are those that follow
    return tag.substr(0, 0);
  }

  void end() {
    if (stopped_ || open_.empty()) return;
    const Open top = open_.back();
    open_.pop_back();
    const std::string_view tag = event();
    const std::size_t begin = tag.empty() ? top.text_begin : offset_of(tag);
    if (!tag.empty()) builder_.extend(top.node, lines_.line_of(begin + tag.size() - 1));
    if (!top.named) take_name_of_child(top.node);
    if (top.has_children || begin <= top.text_begin) return;
    const std::string_view inside = trim(text_.substr(top.text_begin, begin - top.text_begin));
    if (!inside.empty()) set_value(top.node, inside, inside);
  }

  void take_name_of_child(std::int32_t element) {
    for (const std::string_view name : kNamingElements) {
      const std::string value(builder_.tree.value(element, name));
      if (value.empty() || value.size() > kLongestName) continue;
      node(element).key += " " + value;
      return;
    }
  }

  void comment() {
    const std::string_view whole = event();
    if (stopped_ || whole.empty()) return;
    const int first = lines_.line_of(offset_of(whole));
    const int last = lines_.line_of(offset_of(whole) + whole.size() - 1);
    // A long comment is a text of its own; a short one explains what stands below it, or nothing.
    flush_comment();
    if (last - first >= 4)
      builder_.tree.comments.push_back({first, last, whole, {}, {}});
    else
      pending_ = {first, last, whole, {}, {}};
  }

  void take_comment(std::int32_t element, int line) {
    if (pending_.text.empty()) return;
    if (pending_.line_end + 1 >= line)
      node(element).comment = pending_.text;
    else
      builder_.tree.comments.push_back(pending_);
    pending_ = {};
  }
  void flush_comment() {
    if (!pending_.text.empty()) builder_.tree.comments.push_back(pending_);
    pending_ = {};
  }

  struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  std::string_view text_;
  Lines lines_;
  const Limits& limits_;
  KeyTreeBuilder builder_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
  std::int32_t document_ = -1;
  std::vector<Open> open_;
  KeyComment pending_;
  bool stopped_ = false;
};

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  for (std::string_view known :
       {"xml", "config", "csproj", "vbproj", "fsproj", "props", "targets", "nuspec", "plist", "runsettings"})
    if (extension == known) return true;
  return false;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  // ".config" is .NET's ending for XML, and many others' for lines of keys and values.
  const std::string_view bare = trim(source.text.substr(0, 4096));
  if (!bare.empty() && bare.front() != '<') return ini_format.read(source, under, out);
  if (bare.empty()) return;
  const KeyTree tree = Reader(source.text, source.limits).read();
  add_key_tree(source.path, tree, under, out);
}

}  // namespace

extern const Format xml_format;
const Format xml_format = {"xml", claims, read, {}};

}  // namespace fingerpost
