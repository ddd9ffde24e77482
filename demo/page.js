// The cookie box goes away when it is answered, as such boxes do.
const box = document.querySelector('.cookies');
box.addEventListener('click', (event) => {
  if (event.target.closest('button')) box.remove();
});
