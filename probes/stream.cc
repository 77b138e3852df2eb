#include "probes/stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <ctime>
#include <vector>

namespace fingerpost {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
  void operator()(SSL* session) const { SSL_free(session); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

Error out_of_time(const Deadline& deadline, const std::string& what) {
  return {Code::timeout, what + (deadline.cancelled() ? " was cancelled" : " had no answer in time"), "", ""};
}

// The library's last word, as text; its queue is empty afterwards.
std::string library_error() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (text.empty()) text = reason != nullptr ? reason : "error " + std::to_string(code);
  }
  return text;
}

double days_until(const ASN1_TIME* time) {
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, nullptr, time) == 0) return 0;
  return days + seconds / 86400.0;
}

std::string common_name(const X509* certificate) {
  char name[256] = {};
  const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                             static_cast<int>(sizeof name));
  return size > 0 ? std::string(name, static_cast<std::size_t>(size)) : "";
}

}  // namespace

struct Stream::State {
  Socket socket;
  std::unique_ptr<SSL_CTX, FreeContext> context;
  std::unique_ptr<SSL, FreeSession> session;

  // Waits for what the library wants next; false when the deadline came first.
  bool wait_as_wanted(int result, const Deadline& deadline, bool& broken) const {
    switch (SSL_get_error(session.get(), result)) {
      case SSL_ERROR_WANT_READ: return wait_until_ready(socket.descriptor(), POLLIN, deadline);
      case SSL_ERROR_WANT_WRITE: return wait_until_ready(socket.descriptor(), POLLOUT, deadline);
      default: broken = true; return false;
    }
  }
};

Stream::Stream(Socket socket) : state_(std::make_unique<State>()) {
  state_->socket = std::move(socket);
}
Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

Result<TlsFacts> Stream::start_tls(const std::string& host, const Deadline& deadline) {
  ERR_clear_error();
  State& state = *state_;
  state.context.reset(SSL_CTX_new(TLS_client_method()));
  if (!state.context) return Error{Code::internal, "no TLS context: " + library_error(), "", ""};
  SSL_CTX_set_default_verify_paths(state.context.get());
  state.session.reset(SSL_new(state.context.get()));
  if (!state.session || SSL_set_fd(state.session.get(), state.socket.descriptor()) != 1)
    return Error{Code::internal, "no TLS session: " + library_error(), "", ""};
  SSL* session = state.session.get();
  // What is wrong with the certificate is read after the handshake, so that it can be told apart from what is wrong
  // with the handshake.
  SSL_set_verify(session, SSL_VERIFY_NONE, nullptr);
  if (const auto numeric = numeric_address(host, 0)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str());
  } else {
    // SSL_set_tlsext_host_name without its cast of C.
    SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
    SSL_set1_host(session, host.c_str());
  }
  for (;;) {
    const int result = SSL_connect(session);
    if (result == 1) break;
    bool broken = false;
    if (state.wait_as_wanted(result, deadline, broken)) continue;
    if (!broken) return out_of_time(deadline, "the TLS handshake");
    const std::string reason = library_error();
    return Error{Code::unavailable,
                 "the TLS handshake failed: " + (reason.empty() ? "the server closed the connection" : reason), "", ""};
  }
  TlsFacts facts;
  facts.version = SSL_get_version(session);
  facts.cipher = SSL_get_cipher_name(session);
  const std::unique_ptr<X509, FreeCertificate> certificate(SSL_get1_peer_certificate(session));
  if (!certificate) {
    facts.unverified = "the server showed no certificate";
    return facts;
  }
  facts.subject = common_name(certificate.get());
  facts.days_left = days_until(X509_get0_notAfter(certificate.get()));
  if (const long verdict = SSL_get_verify_result(session); verdict != X509_V_OK)
    facts.unverified = X509_verify_cert_error_string(verdict);
  return facts;
}

Result<Done> Stream::write(std::string_view bytes, const Deadline& deadline) {
  const State& state = *state_;
  while (!bytes.empty()) {
    ssize_t written = 0;
    if (state.session) {
      ERR_clear_error();
      std::size_t count = 0;
      const int result = SSL_write_ex(state.session.get(), bytes.data(), bytes.size(), &count);
      if (result != 1) {
        bool broken = false;
        if (state.wait_as_wanted(result, deadline, broken)) continue;
        if (!broken) return out_of_time(deadline, "writing");
        return Error{Code::unavailable, "the connection broke while writing", "", ""};
      }
      written = static_cast<ssize_t>(count);
    } else {
      written = ::send(state.socket.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (written < 0) {
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
          return Error{Code::unavailable, "the connection broke while writing: " + name_of_errno(errno), "", ""};
        if (!wait_until_ready(state.socket.descriptor(), POLLOUT, deadline)) return out_of_time(deadline, "writing");
        continue;
      }
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

Result<std::string> Stream::read(std::size_t most, const Deadline& deadline) {
  const State& state = *state_;
  std::string buffer(most, '\0');
  for (;;) {
    // An endless stream of bytes never makes the reader wait, so the deadline is looked at here too.
    if (deadline.passed()) return out_of_time(deadline, "reading");
    if (state.session) {
      ERR_clear_error();
      std::size_t count = 0;
      const int result = SSL_read_ex(state.session.get(), buffer.data(), buffer.size(), &count);
      if (result == 1) {
        buffer.resize(count);
        return buffer;
      }
      if (SSL_get_error(state.session.get(), result) == SSL_ERROR_ZERO_RETURN) return std::string();
      bool broken = false;
      if (state.wait_as_wanted(result, deadline, broken)) continue;
      if (!broken) return out_of_time(deadline, "reading");
      return std::string();  // closed without the close of TLS
    }
    const ssize_t count = ::recv(state.socket.descriptor(), buffer.data(), buffer.size(), 0);
    if (count >= 0) {
      buffer.resize(static_cast<std::size_t>(count));
      return buffer;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
      return Error{Code::unavailable, "the connection broke while reading: " + name_of_errno(errno), "", ""};
    if (!wait_until_ready(state.socket.descriptor(), POLLIN, deadline)) return out_of_time(deadline, "reading");
  }
}

}  // namespace fingerpost
