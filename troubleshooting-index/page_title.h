// What a whole page is called. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "troubleshooting-index/document_view.h"

namespace fingerpost {

// The title that the front matter gives, or "".
std::string front_matter_title(const DocumentView& document);

// The file's name in words: "disk full" of "alerts/disk-full.html.md".
std::string name_of_page(std::string_view path);

}  // namespace fingerpost
