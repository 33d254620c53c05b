#ifndef CCURL_H
#define CCURL_H
#include <curl/curl.h>
#include <stdbool.h>

// What is called of libcurl, which is loaded with the first call. Functions of it that take any number of arguments have one
// function here for each kind of argument.

CURLcode ccurl_global_init(long flags);
const char *ccurl_easy_strerror(CURLcode code);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count);
CURLcode ccurl_set_transfer_callback(
    CURL *easy, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *));
CURLcode ccurl_set_seek_callback(CURL *easy, int (*callback)(void *, curl_off_t, int));
CURLcode ccurl_set_socket_callback(
    CURL *easy, curl_socket_t (*callback)(void *, curlsocktype, struct curl_sockaddr *));
CURLcode ccurl_set_progress_callback(
    CURL *easy, int (*callback)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t));
CURLcode ccurl_set_host_key_callback(CURL *easy, int (*callback)(void *, int, const char *, size_t));

long ccurl_number(CURL *easy, CURLINFO info);
curl_off_t ccurl_size(CURL *easy, CURLINFO info);
/// Whether the connection of a transfer that ended is still there.
bool ccurl_has_connection(CURL *easy);

CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode ccurl_multi_wakeup(CURLM *multi);
/// The next transfer that ended, with its result; null when there is none.
CURL *ccurl_next_done(CURLM *multi, CURLcode *result);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

CURLU *ccurl_url(void);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
void ccurl_url_cleanup(CURLU *url);

/// A file without a name, which child processes do not get; negative when there is none.
int ccurl_memory_file(void);

#endif
