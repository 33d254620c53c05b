// What the Swift side needs of OpenSSL, as functions over bytes: no macros, no ownership to get wrong.
// Every function that can fail answers a length or 1, and 0 or less when it failed; the error queue is left empty.
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum connector_hash { connector_sha1 = 0, connector_sha256, connector_sha384, connector_sha512 };

static inline const EVP_MD *connector_md(int hash) {
  switch (hash) {
  case connector_sha1: return EVP_sha1();
  case connector_sha256: return EVP_sha256();
  case connector_sha384: return EVP_sha384();
  default: return EVP_sha512();
  }
}

// `out` holds EVP_MAX_MD_SIZE bytes in both.
static inline size_t connector_digest(int hash, const uint8_t *data, size_t count, uint8_t *out) {
  unsigned int size = 0;
  int ok = EVP_Digest(data, count, out, &size, connector_md(hash), NULL);
  ERR_clear_error();
  return ok == 1 ? size : 0;
}

static inline size_t connector_hmac(
    int hash, const uint8_t *key, size_t key_count, const uint8_t *data, size_t count, uint8_t *out) {
  unsigned int size = 0;
  // A null key would mean the key of the call before.
  static const uint8_t empty = 0;
  unsigned char *made = HMAC(connector_md(hash), key_count ? key : &empty, (int)key_count, data, count, out, &size);
  ERR_clear_error();
  return made ? size : 0;
}

static inline int connector_equal(const uint8_t *a, const uint8_t *b, size_t count) {
  return CRYPTO_memcmp(a, b, count) == 0;
}

// From the kernel: the library's own generator takes milliseconds to come into being.
static inline int connector_random(uint8_t *out, size_t count) {
  while (count > 0) {
    const ssize_t got = getrandom(out, count, 0);
    if (got < 0 && errno != EINTR) return 0;
    if (got > 0) {
      out += got;
      count -= (size_t)got;
    }
  }
  return 1;
}

// AES-256-GCM; `out` holds `count` bytes, `tag` 16, `nonce` 12.
static inline int connector_gcm_seal(
    const uint8_t *key, const uint8_t *nonce, const uint8_t *bound, size_t bound_count, const uint8_t *data,
    size_t count, uint8_t *out, uint8_t *tag) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int written = 0, ok = 0;
  if (context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1
      && (!bound_count || EVP_EncryptUpdate(context, NULL, &written, bound, (int)bound_count) == 1)
      && (!count || EVP_EncryptUpdate(context, out, &written, data, (int)count) == 1)
      && EVP_EncryptFinal_ex(context, out + count, &written) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag) == 1)
    ok = 1;
  EVP_CIPHER_CTX_free(context);
  ERR_clear_error();
  return ok;
}

static inline int connector_gcm_open(
    const uint8_t *key, const uint8_t *nonce, const uint8_t *bound, size_t bound_count, const uint8_t *data,
    size_t count, const uint8_t *tag, uint8_t *out) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int written = 0, ok = 0;
  if (context && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1
      && (!bound_count || EVP_DecryptUpdate(context, NULL, &written, bound, (int)bound_count) == 1)
      && (!count || EVP_DecryptUpdate(context, out, &written, data, (int)count) == 1)
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, (void *)tag) == 1
      && EVP_DecryptFinal_ex(context, out + count, &written) == 1)
    ok = 1;
  EVP_CIPHER_CTX_free(context);
  ERR_clear_error();
  return ok;
}

// The same for many messages under one key: the context is made once and knows the key; free it with `connector_gcm_end`.
static inline EVP_CIPHER_CTX *connector_gcm_begin(const uint8_t *key) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, NULL) != 1) {
    EVP_CIPHER_CTX_free(context);
    context = NULL;
  }
  ERR_clear_error();
  return context;
}

static inline int connector_gcm_next(
    EVP_CIPHER_CTX *context, const uint8_t *nonce, const uint8_t *bound, size_t bound_count, const uint8_t *data,
    size_t count, uint8_t *out, uint8_t *tag) {
  int written = 0;
  int ok = EVP_EncryptInit_ex(context, NULL, NULL, NULL, nonce) == 1
      && (!bound_count || EVP_EncryptUpdate(context, NULL, &written, bound, (int)bound_count) == 1)
      && (!count || EVP_EncryptUpdate(context, out, &written, data, (int)count) == 1)
      && EVP_EncryptFinal_ex(context, out + count, &written) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag) == 1;
  if (!ok) ERR_clear_error();
  return ok;
}

static inline void connector_gcm_end(EVP_CIPHER_CTX *context) { EVP_CIPHER_CTX_free(context); }

static inline void connector_key_free(void *key) { EVP_PKEY_free((EVP_PKEY *)key); }

struct connector_passphrase { const char *text; size_t count; };

static inline int connector_passphrase_callback(char *buffer, int size, int writing, void *given) {
  struct connector_passphrase *phrase = (struct connector_passphrase *)given;
  (void)writing;
  // Without a callback of our own the library would ask on the terminal.
  if (!phrase->text || phrase->count > (size_t)size) return -1;
  memcpy(buffer, phrase->text, phrase->count);
  return (int)phrase->count;
}

// `phrase_count` is negative when there is no pass phrase.
static inline void *connector_private_key_pem(const uint8_t *pem, size_t count, const char *phrase, long phrase_count) {
  struct connector_passphrase given = {phrase_count < 0 ? NULL : phrase, (size_t)phrase_count};
  BIO *input = BIO_new_mem_buf(pem, (int)count);
  EVP_PKEY *key = input ? PEM_read_bio_PrivateKey(input, NULL, connector_passphrase_callback, &given) : NULL;
  BIO_free(input);
  ERR_clear_error();
  return key;
}

// A public key, or that of a certificate.
static inline void *connector_public_key_pem(const uint8_t *pem, size_t count) {
  struct connector_passphrase none = {NULL, 0};
  EVP_PKEY *key = NULL;
  BIO *input = BIO_new_mem_buf(pem, (int)count);
  if (input) key = PEM_read_bio_PUBKEY(input, NULL, connector_passphrase_callback, &none);
  BIO_free(input);
  if (!key) {
    input = BIO_new_mem_buf(pem, (int)count);
    X509 *certificate = input ? PEM_read_bio_X509(input, NULL, connector_passphrase_callback, &none) : NULL;
    if (certificate) key = X509_get_pubkey(certificate);
    X509_free(certificate);
    BIO_free(input);
  }
  ERR_clear_error();
  return key;
}

// The last second of the first certificate, since 1970; 0 when it cannot be read.
static inline int64_t connector_certificate_end(const uint8_t *pem, size_t count) {
  struct connector_passphrase none = {NULL, 0};
  int64_t end = 0;
  struct tm fields = {0};
  BIO *input = BIO_new_mem_buf(pem, (int)count);
  X509 *certificate = input ? PEM_read_bio_X509(input, NULL, connector_passphrase_callback, &none) : NULL;
  if (certificate && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &fields) == 1) end = (int64_t)timegm(&fields);
  X509_free(certificate);
  BIO_free(input);
  ERR_clear_error();
  return end;
}

static inline void *connector_private_key_der(const uint8_t *der, size_t count) {
  const unsigned char *at = der;
  EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)count);
  ERR_clear_error();
  return key;
}

static inline void *connector_public_key_der(const uint8_t *der, size_t count) {
  const unsigned char *at = der;
  EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)count);
  ERR_clear_error();
  return key;
}

static inline void *connector_ed25519_private(const uint8_t *seed, size_t count) {
  EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, count);
  ERR_clear_error();
  return key;
}

static inline void *connector_ed25519_public(const uint8_t *bytes, size_t count) {
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes, count);
  ERR_clear_error();
  return key;
}

static inline void *connector_key_from(const char *kind, OSSL_PARAM_BLD *builder) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
  if (parameters && context && EVP_PKEY_fromdata_init(context) == 1) {
    if (EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) key = NULL;
  }
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(parameters);
  return key;
}

static inline void *connector_rsa_public(const uint8_t *n, size_t n_count, const uint8_t *e, size_t e_count) {
  void *key = NULL;
  BIGNUM *modulus = BN_bin2bn(n, (int)n_count, NULL), *exponent = BN_bin2bn(e, (int)e_count, NULL);
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  if (builder && modulus && exponent && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus)
      && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent))
    key = connector_key_from("RSA", builder);
  OSSL_PARAM_BLD_free(builder);
  BN_free(modulus);
  BN_free(exponent);
  ERR_clear_error();
  return key;
}

// `point` is uncompressed: 4, x, y. The library checks that it lies on the curve.
static inline void *connector_ec_public(int bits, const uint8_t *point, size_t count) {
  void *key = NULL;
  const char *group = bits == 256 ? "P-256" : bits == 384 ? "P-384" : "P-521";
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  if (builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0)
      && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, count))
    key = connector_key_from("EC", builder);
  OSSL_PARAM_BLD_free(builder);
  ERR_clear_error();
  return key;
}

// 1 RSA, 2 EC, 3 Ed25519, 0 anything else.
static inline int connector_key_kind(void *key) {
  switch (EVP_PKEY_get_base_id((EVP_PKEY *)key)) {
  case EVP_PKEY_RSA: return 1;
  case EVP_PKEY_EC: return 2;
  case EVP_PKEY_ED25519: return 3;
  default: return 0;
  }
}

static inline int connector_key_bits(void *key) { return EVP_PKEY_get_bits((EVP_PKEY *)key); }

// The length; with `out` the bytes as well, which then holds as many as a first call said.
static inline int connector_key_der(void *key, int is_private, uint8_t *out) {
  unsigned char *at = out;
  int count = is_private ? i2d_PrivateKey((EVP_PKEY *)key, out ? &at : NULL)
                         : i2d_PUBKEY((EVP_PKEY *)key, out ? &at : NULL);
  ERR_clear_error();
  return count;
}

static inline int connector_padding(EVP_PKEY_CTX *context, int is_pss) {
  if (!is_pss) return 1;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
      && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

// `hash` is negative for Ed25519, which hashes by itself. The most a signature takes, or with `out` what it took.
static inline size_t connector_sign(
    void *key, int hash, int is_pss, const uint8_t *data, size_t count, uint8_t *out, size_t room) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *options = NULL;
  size_t size = room;
  int ok = context
      && EVP_DigestSignInit(context, &options, hash < 0 ? NULL : connector_md(hash), NULL, (EVP_PKEY *)key) == 1
      && connector_padding(options, is_pss) && EVP_DigestSign(context, out, &size, data, count) == 1;
  EVP_MD_CTX_free(context);
  ERR_clear_error();
  return ok ? size : 0;
}

static inline int connector_verify(
    void *key, int hash, int is_pss, const uint8_t *data, size_t count, const uint8_t *signature, size_t size) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *options = NULL;
  int ok = context
      && EVP_DigestVerifyInit(context, &options, hash < 0 ? NULL : connector_md(hash), NULL, (EVP_PKEY *)key) == 1
      && connector_padding(options, is_pss) && EVP_DigestVerify(context, signature, size, data, count) == 1;
  EVP_MD_CTX_free(context);
  ERR_clear_error();
  return ok;
}

// An ECDSA signature from DER to r and s of `width` bytes each.
static inline int connector_ecdsa_to_raw(const uint8_t *der, size_t count, uint8_t *out, int width) {
  const unsigned char *at = der;
  ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)count);
  int ok = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, width) == width
      && BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + width, width) == width;
  ECDSA_SIG_free(signature);
  ERR_clear_error();
  return ok;
}

// The other way; `out` holds `2 * width + 16` bytes.
static inline int connector_ecdsa_to_der(const uint8_t *raw, int width, uint8_t *out) {
  ECDSA_SIG *signature = ECDSA_SIG_new();
  BIGNUM *r = BN_bin2bn(raw, width, NULL), *s = BN_bin2bn(raw + width, width, NULL);
  unsigned char *at = out;
  int count = 0;
  if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) {
    count = i2d_ECDSA_SIG(signature, &at);
  } else {
    BN_free(r);
    BN_free(s);
  }
  ECDSA_SIG_free(signature);
  ERR_clear_error();
  return count;
}
