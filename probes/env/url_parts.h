// The user information of a URL as it is written, before anything is decoded: where two drivers begin to differ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// The raw user and password of a URL, however they are written; empty where it has none. The last '@' that can end them
// does.
struct UserInfo {
  std::string_view user;
  std::string_view password;
  bool has_password = false;
};
UserInfo user_info_of(std::string_view url);

// One character that must be encoded.
struct RawCharacter {
  char character = 0;
  std::size_t position = 0;  // from 1
};
// Those of a raw user or password that end or change a URL: # % / ? : @ [ ] space and quotes; '%' only where it begins
// no escape. '&' too, which some readers take for a separator.
std::vector<RawCharacter> raw_characters(std::string_view text);
// "'#' at 4 (%23), '@' at 9 (%40)": positions and characters, nothing else of the text.
std::string shown_characters(const std::vector<RawCharacter>& characters);

}  // namespace fingerpost
