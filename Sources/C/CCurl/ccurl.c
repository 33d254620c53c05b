#include "ccurl.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "late_library.h"

#define CURL_FUNCTION(name) LATE_FUNCTION("libcurl.so.4", "libcurl4", name)

CURLcode ccurl_global_init(long flags) { return CURL_FUNCTION(curl_global_init)(flags); }

const char *ccurl_easy_strerror(CURLcode code) { return CURL_FUNCTION(curl_easy_strerror)(code); }

CURL *ccurl_easy_init(void) { return CURL_FUNCTION(curl_easy_init)(); }

void ccurl_easy_cleanup(CURL *easy) { CURL_FUNCTION(curl_easy_cleanup)(easy); }

#define SET(option, value) CURL_FUNCTION(curl_easy_setopt)(easy, option, value)

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value) { return SET(option, value); }

CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) { return SET(option, value); }

CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) { return SET(option, value); }

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) { return SET(option, value); }

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) { return SET(option, value); }

CURLcode ccurl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
  struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
  return SET(option, &blob);
}

CURLcode ccurl_set_transfer_callback(
    CURL *easy, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *)) {
  return SET(option, callback);
}

CURLcode ccurl_set_seek_callback(CURL *easy, int (*callback)(void *, curl_off_t, int)) {
  return SET(CURLOPT_SEEKFUNCTION, callback);
}

CURLcode ccurl_set_socket_callback(
    CURL *easy, curl_socket_t (*callback)(void *, curlsocktype, struct curl_sockaddr *)) {
  return SET(CURLOPT_OPENSOCKETFUNCTION, callback);
}

CURLcode ccurl_set_progress_callback(
    CURL *easy, int (*callback)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t)) {
  return SET(CURLOPT_XFERINFOFUNCTION, callback);
}

CURLcode ccurl_set_host_key_callback(CURL *easy, int (*callback)(void *, int, const char *, size_t)) {
  return SET(CURLOPT_SSH_HOSTKEYFUNCTION, callback);
}

#define GET(info, value) CURL_FUNCTION(curl_easy_getinfo)(easy, info, value)

long ccurl_number(CURL *easy, CURLINFO info) {
  long value = 0;
  GET(info, &value);
  return value;
}

curl_off_t ccurl_size(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  GET(info, &value);
  return value;
}

bool ccurl_has_connection(CURL *easy) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  return GET(CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD;
}

CURLM *ccurl_multi_init(void) { return CURL_FUNCTION(curl_multi_init)(); }

CURLMcode ccurl_multi_cleanup(CURLM *multi) { return CURL_FUNCTION(curl_multi_cleanup)(multi); }

CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return CURL_FUNCTION(curl_multi_setopt)(multi, option, value);
}

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return CURL_FUNCTION(curl_multi_add_handle)(multi, easy);
}

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return CURL_FUNCTION(curl_multi_remove_handle)(multi, easy);
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) {
  return CURL_FUNCTION(curl_multi_perform)(multi, running);
}

CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds) {
  return CURL_FUNCTION(curl_multi_poll)(multi, NULL, 0, milliseconds, NULL);
}

CURLMcode ccurl_multi_wakeup(CURLM *multi) { return CURL_FUNCTION(curl_multi_wakeup)(multi); }

CURL *ccurl_next_done(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = CURL_FUNCTION(curl_multi_info_read)(multi, &left))) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
  return CURL_FUNCTION(curl_slist_append)(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) { CURL_FUNCTION(curl_slist_free_all)(list); }

CURLU *ccurl_url(void) { return CURL_FUNCTION(curl_url)(); }

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return CURL_FUNCTION(curl_url_set)(url, part, text, flags);
}

void ccurl_url_cleanup(CURLU *url) { CURL_FUNCTION(curl_url_cleanup)(url); }

int ccurl_memory_file(void) { return (int)syscall(SYS_memfd_create, "key", 1u); }
