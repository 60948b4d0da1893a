// Gives every <style> that scripts make the page's nonce, which the Content-Security-Policy asks for. Monaco makes many
// and knows of no nonce. Comes before everything that makes styles.

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
const createElement = document.createElement.bind(document);

document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = createElement(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};

export {};
