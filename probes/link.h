// One question to a web server: whether what a link leads to is there. One exchange a call, so that whoever asks
// decides about the next (a GET after a HEAD, a redirect) and about pauses between them. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "probes/deadline.h"
#include "probes/target.h"

namespace fingerpost {

struct LinkReply {
  int status = 0;             // of HTTP; 0 when no answer came
  std::string location;       // where a redirect leads, absolute; "" for none
  bool unknown_name = false;  // the name server says that there is no such host
  bool resolved = false;      // the host has addresses
};

// No answer to what cannot be asked. Goes to any host, but only to addresses of the public internet, and to what the
// user allows in `allowed`; what is refused gets none either. Of the host's addresses the next is tried where one does
// not take the connection.
LinkReply ask_link(std::string_view url, bool head, const TargetRules& allowed, const Deadline& deadline);

// Whether a text is a whole URL of http or https with a plain host and without credentials.
bool can_be_asked(std::string_view url);

// A redirect's location against the URL that sent it; "" for what is no http(s) URL.
std::string joined_url(std::string_view base, std::string_view location);

}  // namespace fingerpost
