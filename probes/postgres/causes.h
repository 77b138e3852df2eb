// What a failed connection or statement means. libpq gives no SQLSTATE for a failed connection, so it is told by the
// wording (libpq 15 and the servers and poolers of 12 to 16); statements bring theirs
// (https://www.postgresql.org/docs/15/errcodes-appendix.html).
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

struct PostgresCause {
  std::string_view sign;   // what the message holds, lower case; or the SQLSTATE
  std::string_view code;   // SQLSTATE where there is one, else a name of ours
  std::string_view check;  // which check it fails: connect, tls, auth, database, slots
  std::string_view meaning;
  std::string_view advice;
};

// One with an empty `code` for what is not known; its check is "auth".
const PostgresCause& postgres_cause_of(std::string_view message, std::string_view sqlstate);

}  // namespace fingerpost
