#include "troubleshooting-index/page_title.h"

#include "base/text.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {

std::string front_matter_title(const DocumentView& document) {
  for (const std::int32_t front : document.children(0)) {
    if (document.place(front).key != "front matter") continue;
    for (const std::int32_t child : document.children(front)) {
      const Place& setting = document.place(child);
      if (!equal_ignoring_case(setting.key, "title")) continue;
      std::string_view text = trim(setting.text);
      if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
      return shown_title(text);
    }
  }
  return {};
}

std::string name_of_page(std::string_view path) {
  std::string_view name = base_name(path);
  name = name.substr(0, name.find('.'));
  std::string out(name);
  for (char& c : out)
    if (c == '-' || c == '_') c = ' ';
  return out;
}

}  // namespace fingerpost
