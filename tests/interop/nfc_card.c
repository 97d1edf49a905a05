/* Stands in for libnfc under a program that reads cards by it: a card at the other end of a Unix socket.
 *
 * Loaded by LD_PRELOAD. KIOSK_CARD_SOCKET names the socket; a message is a length of two bytes, big-endian, and the
 * bytes of one APDU. Only the functions that such a program calls are here, and none looks at its device.
 */

#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { TOO_LONG = -7, CARD_GONE = -10, NAME_SIZE = 1024 };

static int card = -1;
static char device[] = "card at the other end of a socket";

static int all(ssize_t (*move)(int, void *, size_t), void *bytes, size_t size) {
    for (char *at = bytes; size > 0;) {
        ssize_t moved = move(card, at, size);
        if (moved <= 0)
            return -1;
        at += moved;
        size -= (size_t)moved;
    }
    return 0;
}

static ssize_t put(int to, void *bytes, size_t size) { return send(to, bytes, size, MSG_NOSIGNAL); }
static ssize_t get(int from, void *bytes, size_t size) { return recv(from, bytes, size, 0); }

void nfc_init(void **context) { *context = device; }
void nfc_exit(void *context) { (void)context; }
void nfc_perror(const void *pnd, const char *text) { (void)pnd; (void)text; }
const char *nfc_device_get_name(void *pnd) { return pnd; }
int nfc_device_set_property_bool(void *pnd, int property, int on) { (void)pnd; (void)property; (void)on; return 0; }
int nfc_initiator_init(void *pnd) { (void)pnd; return 0; }

size_t nfc_list_devices(void *context, char names[][NAME_SIZE], size_t most) {
    (void)context;
    if (most == 0)
        return 0;
    strcpy(names[0], device);
    return 1;
}

void *nfc_open(void *context, const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("KIOSK_CARD_SOCKET");
    (void)context;
    (void)name;
    if (path == NULL || strlen(path) >= sizeof address.sun_path)
        return NULL;
    strcpy(address.sun_path, path);
    card = socket(AF_UNIX, SOCK_STREAM, 0);
    return card >= 0 && connect(card, (void *)&address, sizeof address) == 0 ? device : NULL;
}

void nfc_close(void *pnd) {
    (void)pnd;
    close(card);
}

/* The modulation travels by value as two enumerations, which fit one register. */
int nfc_initiator_select_passive_target(void *pnd, uint64_t modulation, const uint8_t *data, size_t size, void *target) {
    (void)pnd; (void)modulation; (void)data; (void)size; (void)target;
    return 1;
}

int nfc_initiator_transceive_bytes(
    void *pnd, const uint8_t *command, size_t size, uint8_t *answer, size_t room, int timeout) {
    uint8_t frame[2 + 0xFFFF];
    uint16_t length = htons((uint16_t)size);
    (void)pnd;
    (void)timeout;
    if (size > 0xFFFF)
        return TOO_LONG;
    memcpy(frame, &length, 2);
    memcpy(frame + 2, command, size);
    if (all(put, frame, 2 + size) != 0 || all(get, &length, 2) != 0)
        return CARD_GONE;
    size = ntohs(length);
    if (all(get, frame, size) != 0)
        return CARD_GONE;
    if (size > room)
        return TOO_LONG;
    memcpy(answer, frame, size);
    return (int)size;
}
