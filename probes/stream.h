// Bytes to and from a server within a deadline, in the clear or through TLS.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "probes/deadline.h"
#include "probes/network.h"

namespace fingerpost {

// What a TLS handshake showed.
struct TlsFacts {
  std::string version;  // "TLSv1.3"
  std::string cipher;
  std::string subject;     // the common name of the server's certificate; "" for none
  double days_left = 0;    // until the certificate expires; negative when it has
  std::string unverified;  // why the certificate is not to be trusted, in OpenSSL's words; "" when it is
};

// Owns its socket. One thread at a time. No call outlives its deadline; after an error nothing more is of use.
class Stream {
 public:
  explicit Stream(Socket socket);
  ~Stream();
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;

  // Speaks TLS from here on. A certificate that is not to be trusted is a fact and no error: the caller decides before
  // it sends anything. Code::timeout, or Code::unavailable with what the library says.
  Result<TlsFacts> start_tls(const std::string& host, const Deadline& deadline);

  Result<Done> write(std::string_view bytes, const Deadline& deadline);
  // At least one byte and at most `most`; "" when the other side has closed.
  Result<std::string> read(std::size_t most, const Deadline& deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fingerpost
