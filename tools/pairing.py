"""Pairing a browser with a server, by the pages a person uses for it."""

from tools.browsers import Browser, Tab

OPTIONS = "extension/options/options.html"
POPUP = "extension/popup/popup.html"

SERVER_STATE = """(root) => {
  const state = root.querySelector('#server-state')?.dataset.state;
  return ['ready', 'unpaired', 'away', 'other'].includes(state) ? state : null;
}"""
PORT_IN_USE = """async (root, port) => {
  const field = root.querySelector('#port');
  return field.value === String(port) && root.querySelector('#saved')?.textContent !== '';
}"""


def use_port(browser: Browser, port: int) -> None:
    """Tell the extension, in its options, where the server is."""
    options = browser.extension_page(OPTIONS)
    options.wait_for("(root) => root.querySelector('#port').value", what="the options")
    options.fill("#port", str(port))
    options.click("#server-save")
    options.wait_for(PORT_IN_USE, port, what="the port to be taken over")
    options.close()


def server_state(browser: Browser) -> str:
    """What the popup says of the server: `ready`, `unpaired`, `away` or `other`."""
    popup = browser.extension_page(POPUP)
    state: str = popup.wait_for(SERVER_STATE, what="the state of the server")
    popup.close()
    return state


def pair(browser: Browser, link: str) -> Tab:
    """Confirm the code of the pairing page that `link` opens; the page, which says so."""
    page = browser.open(link)
    page.wait_for(
        "(root) => /^[0-9]{6}$/.test(root.querySelector('#winnow-pair-code').textContent)",
        what="a code on the pairing page",
    )
    browser.press_toolbar_button(page)
    popup = browser.popup()
    popup.click("#pair-yes")
    page.wait_for("(root) => root.body.dataset.state === 'paired'", what="the page to say paired")
    popup.press("Escape")
    return page
