// The addresses of the web that a document gives its readers: targets of links and images, and addresses that stand in
// prose by themselves, as GitHub makes links of them. Not those in code, and none that stand for another: examples,
// placeholders, hosts that are reserved or of a network of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/mentions.h"

namespace fingerpost {

struct WebAddress {
  std::string_view text;  // inside the document's text
  std::string url;        // without its fragment: what is asked
  int line = 1;
  int column = 1;
};

std::vector<WebAddress> web_addresses_of(const CheckedDocument& document);

// Whether a URL is meant to be opened, by anybody, as it is.
bool is_open_address(std::string_view url);

}  // namespace fingerpost
